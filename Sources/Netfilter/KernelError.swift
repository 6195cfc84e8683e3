/// Why the kernel did not do what was asked: what was tried, and what came back.
///
/// The one error that leaves this target. `sentence` says it to a person, `exitStatus` to a shell.
package struct KernelError: Error, Hashable, Sendable {
  /// What was tried.
  package enum Operation: Hashable, Sendable {
    case openSocket
    case dumpFlows
    case watchFlows
    case readTableSize
    case dumpFlowtables
    case dumpRuleset
    case dumpLinks
    case dumpAddresses
    case listSurroundings
    case deleteFlow
    case replaceFlow
    case registerHelper
    case listHelpers
    case changePinTable
    case enterNamespace(String)
  }

  /// What came back.
  package enum Cause: Hashable, Sendable {
    /// An errno value, from a call or from a netlink answer, with the kernel's own words if it
    /// sent some (`NLMSGERR_ATTR_MSG`).
    case errno(Int32, message: String?)
    /// A datagram was longer than the buffer (`MSG_TRUNC`).
    case truncated
    /// No answer came within `NetlinkSocket.patience`.
    case silent
    /// The answer broke the rules of netlink; as one clause.
    case malformed(String)
    /// There is no such namespace; the names that there are.
    case noSuchNamespace(known: [String])
    /// The name can be no namespace's: empty, too long, or a path.
    case badNamespaceName
    /// The request could not be built without risk, and was not sent; as one clause.
    case refused(String)
  }

  package let operation: Operation
  package let cause: Cause

  package init(_ operation: Operation, _ cause: Cause) {
    self.operation = operation
    self.cause = cause
  }

  package init(_ operation: Operation, errno: Int32, message: String? = nil) {
    self.init(operation, .errno(errno, message: message))
  }

  /// The errno value, when that is the cause.
  package var errno: Int32? {
    if case .errno(let number, _) = cause { number } else { nil }
  }
}

import CMnl
import FlowModel
import Glibc
import NetlinkWire
import Testing

@testable import Netfilter

/// A network namespace of its own for a test, on a thread of its own, empty at first.
enum OwnNamespace {
  /// Whether this process may make one; most tests of the kernel need root.
  static let isPossible = geteuid() == 0
  static let condition: Comment = "needs root, for a network namespace of its own"

  struct Failure: Error { let what: String }

  private final class Work {
    let body: () throws -> Void
    var outcome: Result<Void, any Error>?
    init(_ body: @escaping () throws -> Void) { self.body = body }
  }

  /// Runs `body` in a new namespace, and waits for it.
  static func run(_ body: @escaping () throws -> Void) throws {
    let work = Work(body)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(work)
    let created = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        work.outcome = Result {
          guard unshare(Int32(namespace_kind_network)) == 0 else {
            throw Failure(what: "unshare: \(String(cString: strerror(errno)))")
          }
          try work.body()
        }
        return nil
      }, context.toOpaque())
    guard created == 0 else { throw Failure(what: "pthread_create") }
    pthread_join(thread, nil)
    try work.outcome?.get()
  }

  /// Puts an entry into the table of the calling thread's namespace.
  static func create(_ flow: Flow) throws {
    // NLM_F_REQUEST, ACK, EXCL and CREATE, in place of the flags of an event.
    var bytes = flow.announcement(sequence: 1)
    bytes.replaceSubrange(6..<8, with: [0x05, 0x06])
    let socket = try NetlinkSocket(.netfilter)
    try socket.send(bytes, for: .dumpFlows)
    let number = try socket.receive(for: .dumpFlows) { datagram throws(KernelError) in
      datagram.unsafeLoadUnaligned(fromByteOffset: 16, as: Int32.self)
    }
    guard number == 0 else {
      throw Failure(what: "cannot create \(flow): \(String(cString: strerror(-number)))")
    }
  }

  /// The flows in the table of the calling thread's namespace.
  static func flows() throws -> [Flow] { try KernelSource().poll().flows }
}

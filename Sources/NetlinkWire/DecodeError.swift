/// Why a netlink message or attribute could not be decoded.
package struct DecodeError: Error, Equatable, Sendable {
  package enum Problem: Equatable, Sendable {
    /// The bytes end before the item does.
    case truncated
    /// The item is shorter or longer than its kind allows.
    case badLength(Int)
    /// The kernel always sends it, and here it is not.
    case missing
    /// A value that this kind cannot have.
    case badValue(Int)
  }

  package let problem: Problem
  /// Where it was, in bytes from the start of the datagram.
  package let offset: Int
  /// The kernel's name of the item: `CTA_TUPLE_ORIG`, `nlmsghdr`.
  package let name: String

  package init(_ problem: Problem, at offset: Int, name: StaticString) {
    self.problem = problem
    self.offset = offset
    self.name = "\(name)"
  }
}

extension DecodeError: CustomStringConvertible {
  /// One sentence.
  package var description: String {
    switch problem {
    case .truncated: "\(name) at byte \(offset) is cut short."
    case .badLength(let length): "\(name) at byte \(offset) has an impossible length, \(length)."
    case .missing: "\(name) is missing from the message at byte \(offset)."
    case .badValue(let value): "\(name) at byte \(offset) has an impossible value, \(value)."
    }
  }
}

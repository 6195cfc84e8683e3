import FlowModel
import NetlinkWire

/// The answer to one of the small requests, and whether it says something new.
///
/// Answers carry figures that change without end (the lifetime of an address): only what the
/// program reads of them is compared.
struct RecordedList: Sendable {
  private enum Content: Equatable, Sendable {
    case flowtables([Flowtable])
    case links([Link])
    case addresses([LocalAddress])
    case refused(NetlinkFailure)
  }

  let request: Request
  private(set) var sequence: UInt32 = 0
  private(set) var datagrams: [[UInt8]] = []
  private var content: Content?
  private var recorded: Content?

  init(_ request: Request) { self.request = request }

  mutating func begin() { datagrams = [] }

  mutating func take(_ datagram: RawSpan, _ sequence: UInt32) {
    // The list was asked for again, since it changed on the way: the last answer holds.
    if sequence != self.sequence { datagrams = [] }
    self.sequence = sequence
    datagrams.append(datagram.copy())
  }

  /// Whether it has to be written in this poll; an answer that did not come says nothing.
  mutating func isDue(full: Bool) -> Bool {
    guard !datagrams.isEmpty else { return false }
    content = decoded()
    return full || content != recorded
  }

  mutating func written() { recorded = content }

  private func decoded() -> Content {
    do throws(NetlinkFailure) {
      switch request {
      case .flowtables: return .flowtables(try items())
      case .links: return .links(try items())
      default: return .addresses(try items())
      }
    } catch {
      return .refused(error)
    }
  }

  private func items<Item: Dumpable>() throws(NetlinkFailure) -> [Item] {
    var dump = Dump<Item>(expecting: sequence)
    for datagram in datagrams {
      if try unsafe dump.consume(datagram.span.bytes) { break }
    }
    return dump.items
  }
}

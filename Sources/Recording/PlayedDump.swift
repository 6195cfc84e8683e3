import FlowModel
import NetlinkWire

/// A dump in a capture: the answers to one port and sequence, on the way to their `NLMSG_DONE`.
struct PlayedDump: Sendable {
  struct Key: Hashable, Sendable {
    let netlinkFamily: UInt16
    let port: UInt32
    let sequence: UInt32
  }

  let kind: DumpKind
  /// nil when the capture began after it was asked for.
  let request: PlayedRequest?
  let start: UInt64
  private(set) var flows: [Flow] = []
  private(set) var flowtables: [Flowtable] = []
  private(set) var links: [Link] = []
  private(set) var addresses: [LocalAddress] = []
  /// `NLM_F_DUMP_INTR`.
  private(set) var interrupted = false
  /// Entries were left out because the request said so.
  private(set) var isFiltered = false

  init(_ kind: DumpKind, _ request: PlayedRequest?, at time: UInt64) {
    self.kind = kind
    self.request = request
    start = request?.time ?? time
    isFiltered = request?.isFiltered ?? false
  }

  /// Takes in one message of the dump.
  mutating func take(_ datagram: RawSpan, _ message: Message) throws(DecodeError) {
    if message.has(MessageFlag.dumpInterrupted) { interrupted = true }
    if message.has(MessageFlag.dumpFiltered) { isFiltered = true }
    guard DumpKind(answerType: message.type) == kind else { return }
    switch kind {
    case .known(.flows): flows.append(try Flow(decoding: datagram, message))
    case .known(.flowtables): flowtables.append(try Flowtable(decoding: datagram, message))
    case .known(.links):
      if let link = try Link(decoding: datagram, message) { links.append(link) }
    case .known(.addresses):
      if let address = try LocalAddress(decoding: datagram, message) { addresses.append(address) }
    case .known(.statistics), .other: break
    }
  }
}

/// What a dump in a capture lists.
enum DumpKind: Equatable, Sendable {
  case known(Request)
  /// Something that flowlanes does not read: rules, routes.
  case other

  /// By the type of a request.
  init(requestType type: UInt16) {
    if type == MessageType.getFlowAndZero {
      self = .known(.flows)
    } else {
      self = Request.allCases.first { $0.messageType == type }.map { .known($0) } ?? .other
    }
  }

  /// By the type of an answer.
  init(answerType type: UInt16) {
    self = Request.allCases.first { $0.answerType == type }.map { .known($0) } ?? .other
  }
}

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
  /// Apart from the other kinds, since they may be millions.
  private(set) var flows: [Flow] = []
  /// What it lists that is no flow; nil for what flowlanes does not read.
  private(set) var list: (any ItemList)?
  /// `NLM_F_DUMP_INTR`.
  private(set) var interrupted = false
  /// Entries were left out because the request said so.
  private(set) var isFiltered = false

  /// Messages that could not be decoded were left out.
  private(set) var isDamaged = false
  /// The lower half of the generation that a part of the ruleset is of; nil without a message.
  private(set) var stamp: UInt16?
  /// Messages of it are of different generations.
  private var isTorn = false
  /// Whether it lists all that was asked for, as it was at one time.
  var isWhole: Bool { !isDamaged && !isTorn && !interrupted }

  private let messageType: UInt16?
  private let listsFlows: Bool

  init(_ kind: DumpKind, _ request: PlayedRequest?, at time: UInt64) {
    self.kind = kind
    self.request = request
    start = request?.time ?? time
    isFiltered = request?.isFiltered ?? false
    messageType = kind.item?.messageType
    listsFlows = kind.lists(Flow.self)
    list = kind.item?.noItems
  }

  /// Takes in one message of the dump.
  mutating func take(_ datagram: RawSpan, _ message: Message) throws(DecodeError) {
    if message.has(MessageFlag.dumpInterrupted) { interrupted = true }
    // Routes are always said to be filtered where the request was checked strictly
    // (NETLINK_GET_STRICT_CHK), since what the kernel learned beside them is left out.
    if message.has(MessageFlag.dumpFiltered), request?.asksForAll != true { isFiltered = true }
    guard message.type == messageType || messageType == MessageType.dealtOut else { return }
    if listsFlows {
      flows.append(try Flow(decoding: datagram, message))
      return
    }
    if let id = datagram.resourceID(message) {
      if let stamp, stamp != id { isTorn = true }
      stamp = id
    }
    do throws(DecodeError) {
      try list?.take(datagram, message)
    } catch {
      isDamaged = true
      throw error
    }
  }
}

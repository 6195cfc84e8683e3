package import FlowModel
package import NetlinkWire

/// Writes polls as a recording: at first everything, then only what changed.
///
///     beginPoll                        a GET_STATS request, so that the poll's start has a time
///     take ... take                    datagrams as they came, of any request, in any order
///     endPoll                          what vanished, the lists, the fill, and NLMSG_DONE
///
/// A changed entry is written as the kernel's own CT_NEW message, a vanished one as CT_DELETE. An
/// entry is unchanged when only its use count moved and its timeout ran down with the clock. Every
/// minute, and when the machine's settings changed, the poll is written in full: each answer after
/// its request, so that an empty one can be told from none. `NLMSG_DONE` of the flows comes last.
package struct Recorder: Sendable {
  private var writer = PcapngWriter()
  private var table = RecordedTable()
  private var lists = RecordedLists()
  private var statistics: [[UInt8]] = []
  /// The rules' texts, as comments of the generation's frame.
  private var texts: [String] = []
  /// Texts came that were not written yet.
  private var hasNewTexts = false
  private var machine: Machine?
  private let fullInterval: UInt64
  private var lastFull: UInt64?

  // Of the poll that runs.
  private var isPolling = false
  private var isFull = true
  private var began: UInt64 = 0
  private var sequence: UInt32 = 0
  private var port: UInt32 = 0
  private var doneFlags: UInt16 = MessageFlag.multi
  private var sawFlows = false

  /// - Parameter fullInterval: nanoseconds after which a poll is written in full again.
  package init(fullInterval: UInt64 = 60_000_000_000) { self.fullInterval = fullInterval }

  /// Hands over the bytes of the file that were written since the last time.
  package mutating func drain() -> [UInt8] { writer.drain() }

  /// Begins a poll at a time in nanoseconds since 1970.
  ///
  /// A poll before it that never ended has told only half: this one is written in full.
  package mutating func beginPoll(machine: Machine, at time: UInt64) {
    if machine != self.machine {
      writer.begin(machine: machine)
      self.machine = machine
      lastFull = nil
    }
    if isPolling { lastFull = nil }
    isPolling = true
    began = time
    isFull = lastFull.map { time < $0 || time - $0 >= fullInterval } ?? true
    statistics = []
    sawFlows = false
    doneFlags = MessageFlag.multi
    table.beginPoll()
    lists.begin()
    frame(
      Request.statistics.bytes(sequence: sequence), NetlinkFamily.netfilter, time, isToKernel: true)
  }

  /// Takes a datagram of the answer to a request that had this sequence.
  package mutating func take(
    _ datagram: RawSpan, answering request: Request, sequence: UInt32, at time: UInt64
  ) {
    guard isPolling else { return }
    switch request {
    case .flows:
      takeFlows(datagram, sequence, time)
    case .statistics:
      statistics.append(datagram.copy())
    default:
      lists.take(datagram, answering: request, sequence)
    }
  }

  /// Takes what netlink does not tell: the rules' texts, of which the last ones hold.
  package mutating func note(textsOf rules: [Ruleset.Rule]) {
    let comments = RuleTextComment.comments(of: rules)
    if comments != texts { hasNewTexts = true }
    texts = comments
  }

  private mutating func takeFlows(_ datagram: RawSpan, _ sequence: UInt32, _ time: UInt64) {
    if !sawFlows {
      sawFlows = true
      self.sequence = sequence
      if isFull {
        frame(
          Request.flows.bytes(sequence: sequence), NetlinkFamily.netfilter, began, isToKernel: true)
      }
    }
    var changed: [UInt8] = []
    var cursor = MessageCursor()
    while let message = try? cursor.next(in: datagram) {
      guard message.sequence == sequence else { continue }
      port = message.port
      switch message.type {
      case MessageType.flow:
        let differs = table.note(datagram, message, at: time)
        if isFull || differs {
          // Without NLM_F_MULTI it is an event of its own, and no part of a dump.
          let flags = isFull ? message.flags : message.flags & ~MessageFlag.multi
          changed += datagram.copy(message, flags: flags, sequence: sequence)
        }
      case MessageType.done:
        doneFlags = message.flags & ~MessageFlag.answerAttributes
      default:
        changed += datagram.copy(message, flags: message.flags, sequence: sequence)
      }
    }
    if !changed.isEmpty { frame(changed, NetlinkFamily.netfilter, time) }
  }

  /// Ends a poll whose dump of flows came to its end.
  package mutating func endPoll(at time: UInt64) {
    guard isPolling else { return }
    isPolling = false
    for gone in table.sweep(sequence: sequence) where !isFull {
      frame(gone, NetlinkFamily.netfilter, time)
    }
    for list in lists.due(full: isFull, withTexts: hasNewTexts) {
      let family = list.request.family
      frame(list.request.bytes(sequence: list.sequence), family, time, isToKernel: true)
      let comments = list.request == .generation ? texts : []
      for datagram in list.datagrams { frame(datagram, family, time, comments: comments) }
    }
    hasNewTexts = false
    for datagram in statistics { frame(datagram, NetlinkFamily.netfilter, time) }
    var done = MessageWriter()
    done.done(sequence: sequence, port: port, flags: doneFlags)
    frame(done.bytes, NetlinkFamily.netfilter, time)
    if isFull { lastFull = began }
  }

  private mutating func frame(
    _ datagram: [UInt8], _ family: UInt16, _ time: UInt64, isToKernel: Bool = false,
    comments: [String] = []
  ) {
    var frame = Frame(time: time, family: family, isToKernel: isToKernel, datagram: datagram)
    frame.comments = comments
    writer.write(frame)
  }
}

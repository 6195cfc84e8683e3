package import FlowModel
import NetlinkWire

/// Turns the frames of a capture back into polls: ours, or any capture of netlink on nlmon.
///
/// A dump of the conntrack table, ended by `NLMSG_DONE`, is a snapshot. Entries that come outside
/// of a dump (in our recordings what changed, elsewhere the kernel's events) change the table, and
/// an `NLMSG_DONE` that ends no dump is a snapshot of it. What programs ask for is read to tell
/// what an empty answer answers, and never changes anything.
package struct Player: Sendable {
  var table = PlayedTable()
  /// The snapshot that the frames are filling.
  var pending = Snapshot(number: 1, time: 0, wallTime: 0)
  var changedSinceSnapshot = false
  var ruleset = PlayedRuleset()
  /// The comments of the frame that is being read.
  private(set) var comments: [String] = []
  /// The `nlmsg_type` of ethtool's messages, once the capture told it.
  var ethtool: UInt16?
  var featureNames: FeatureNames?
  var featureBits: [FeatureBits] = []
  private var open = OpenDumps()
  /// The time of the first frame after the last snapshot.
  private var pollStart: UInt64?
  private var time: UInt64 = 0

  private static let families: Set<UInt16> = [
    NetlinkFamily.netfilter, NetlinkFamily.route, NetlinkFamily.ipsec, NetlinkFamily.generic,
  ]

  package init() {}

  /// Takes the next frame; gives a snapshot when a poll ends with it.
  ///
  /// - Parameter machine: what the reader knows of the machine: `CaptureReader.machine`.
  package mutating func next(
    _ frame: Frame, machine: Machine? = nil
  ) throws(RecordingError) -> Snapshot? {
    guard Self.families.contains(frame.family) else { return nil }
    if let machine { pending.machine = machine }
    time = max(time, frame.time)
    if pollStart == nil { pollStart = frame.time }
    comments = frame.comments
    guard !frame.isForeign else { throw .foreignByteOrder }
    let datagram = unsafe frame.datagram.span.bytes
    var snapshot: Snapshot?
    var cursor = MessageCursor()
    var isRequest = false
    do throws(DecodeError) {
      while let message = try cursor.next(in: datagram) {
        if message.has(MessageFlag.request) { isRequest = true }
        if take(datagram, message, frame) { snapshot = yield() }
      }
    } catch {
      // ip(8) sends zeros after some of its requests, which the kernel does not mind.
      if !isRequest { note(error) }
    }
    return snapshot
  }

  /// The table as it stands at the end of the capture, when it changed since the last snapshot.
  package mutating func finish() -> Snapshot? {
    guard changedSinceSnapshot else { return nil }
    pending.interrupted = true
    return yield()
  }

  /// Takes one message; true when a poll ends with it.
  private mutating func take(_ datagram: RawSpan, _ message: Message, _ frame: Frame) -> Bool {
    if frame.family == NetlinkFamily.generic, !isOfConcern(generic: datagram, message) {
      return false
    }
    if message.has(MessageFlag.request) {
      if let request = PlayedRequest(datagram, message, frame) { open.ask(request) }
      return false
    }
    let key = PlayedDump.Key(
      netlinkFamily: frame.family, port: message.port, sequence: message.sequence)
    switch message.type {
    case MessageType.noop, MessageType.overrun:
      return false
    case MessageType.error:
      refuse(datagram, message, key)
      return false
    case MessageType.done:
      return end(datagram, message, key, frame)
    default:
      break
    }
    do throws(DecodeError) {
      if message.has(MessageFlag.multi), !isStatistics(message, frame) {
        try open.collect(datagram, message, key, at: frame.time)
      } else {
        if message.has(MessageFlag.dumpInterrupted) { pending.interrupted = true }
        try change(datagram, message, of: frame.family, at: frame.time)
      }
    } catch {
      note(error)
    }
    return false
  }

  /// The fill of the table comes with NLM_F_MULTI, and alone: no NLMSG_DONE follows.
  private func isStatistics(_ message: Message, _ frame: Frame) -> Bool {
    message.type == MessageType.statistics && frame.family == NetlinkFamily.netfilter
  }

  private mutating func end(
    _ datagram: RawSpan, _ message: Message, _ key: PlayedDump.Key, _ frame: Frame
  ) -> Bool {
    let isInterrupted = message.has(MessageFlag.dumpInterrupted)
    let answer = (try? NetlinkAnswer(decoding: datagram, message)) ?? NetlinkAnswer(errno: 0)
    guard let dump = open.end(key, at: frame.time) else {
      guard frame.family == NetlinkFamily.netfilter, answer.errno == 0 else { return false }
      if isInterrupted { pending.interrupted = true }
      return true
    }
    guard answer.errno == 0 else {
      lack(dump.kind, dump.request, answer)
      return false
    }
    guard dump.kind.lists(Flow.self) else {
      apply(dump)
      return false
    }
    // A capture that began in the middle of a dump has seen its end alone.
    if isInterrupted || dump.interrupted || dump.request == nil { pending.interrupted = true }
    pollStart = dump.start
    applyFlows(dump, at: frame.time)
    return true
  }

  private mutating func refuse(
    _ datagram: RawSpan, _ message: Message, _ key: PlayedDump.Key
  ) {
    guard let answer = try? NetlinkAnswer(decoding: datagram, message), answer.errno != 0,
      let request = NetlinkAnswer.request(in: datagram, message)
    else { return }
    let kind = DumpKind(requestType: request.type, netlinkFamily: key.netlinkFamily)
    lack(kind, open.refuse(key, kind), answer)
  }

  /// Completes the pending snapshot, and begins the next one with what goes on being true.
  private mutating func yield() -> Snapshot {
    (pending.ruleset, pending.rulesetProblem) = ruleset.snapshot()
    var snapshot = pending
    snapshot.time = time
    snapshot.wallTime = time
    snapshot.duration = time - min(time, pollStart ?? time)
    snapshot.flows = table.flows(at: time)
    pending.number += 1
    pending.interrupted = false
    pending.malformed = 0
    pending.malformedExample = nil
    pollStart = nil
    changedSinceSnapshot = false
    return snapshot
  }

  private mutating func note(_ error: DecodeError) {
    pending.malformed += 1
    if pending.malformedExample == nil { pending.malformedExample = error.description }
  }
}

extension Frame {
  /// Whether its first length makes sense only when its bytes are turned around.
  fileprivate var isForeign: Bool {
    guard datagram.count >= MessageCursor.headerLength else { return false }
    let little = datagram[0..<4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    let length = UInt32(littleEndian: little)
    let fits = MessageCursor.headerLength...datagram.count
    return !fits.contains(Int(length)) && fits.contains(Int(length.byteSwapped))
  }
}

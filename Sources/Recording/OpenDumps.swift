import NetlinkWire

/// The dumps of a capture that were asked for or have begun, and have not ended.
///
/// Programs number their requests by the clock, so two of them may share a sequence: a dump is
/// told by port and sequence, and its request is the first of its kind with that sequence.
struct OpenDumps: Sendable {
  private var dumps: [PlayedDump.Key: PlayedDump] = [:]
  /// In the order of their beginning, to forget the oldest.
  private var order: [PlayedDump.Key] = []
  private var requests: [PlayedRequest] = []
  /// A capture that never ends its dumps must not fill the memory.
  private static let limit = 64

  mutating func ask(_ request: PlayedRequest) {
    requests.append(request)
    if requests.count > Self.limit { requests.removeFirst() }
  }

  /// Takes in a message of a dump; its first one begins it.
  mutating func collect(
    _ datagram: RawSpan, _ message: Message, _ key: PlayedDump.Key, at time: UInt64
  ) throws(DecodeError) {
    if dumps[key] == nil {
      let kind = DumpKind(answerType: message.type, netlinkFamily: key.netlinkFamily)
      dumps[key] = PlayedDump(kind, request(key) { $0 == kind }, at: time)
      order.append(key)
      if order.count > Self.limit { dumps.removeValue(forKey: order.removeFirst()) }
    }
    try dumps[key]?.take(datagram, message)
  }

  /// Ends a dump; one that listed nothing is known by its request alone, and nil without one.
  mutating func end(_ key: PlayedDump.Key, at time: UInt64) -> PlayedDump? {
    order.removeAll { $0 == key }
    if let dump = dumps.removeValue(forKey: key) { return dump }
    return request(key) { _ in true }.map { PlayedDump($0.kind, $0, at: time) }
  }

  /// Forgets a request that was refused, and tells which one it was.
  mutating func refuse(_ key: PlayedDump.Key, _ kind: DumpKind) -> PlayedRequest? {
    order.removeAll { $0 == key }
    dumps.removeValue(forKey: key)
    return request(key) { $0 == kind }
  }

  private mutating func request(
    _ key: PlayedDump.Key, where matches: (DumpKind) -> Bool
  ) -> PlayedRequest? {
    let index = requests.firstIndex {
      $0.netlinkFamily == key.netlinkFamily && $0.sequence == key.sequence && matches($0.kind)
    }
    return index.map { requests.remove(at: $0) }
  }
}

import FlowModel

extension Flow {
  /// A flow that a kernel could list, every optional part there or not.
  static func random(using generator: inout some RandomNumberGenerator) -> Flow {
    func number<N: FixedWidthInteger & UnsignedInteger>() -> N {
      N.random(in: 0...N.max, using: &generator)
    }
    func maybe<T>(_ value: @autoclosure () -> T) -> T? {
      Bool.random(using: &generator) ? value() : nil
    }
    func tuple(_ family: Family, _ l4: L4Protocol) -> Tuple {
      func address() -> Address {
        // An IPv4-mapped address is IPv4 in the model: keep clear of it.
        family == .ipv4
          ? Address(ipv4: number()) : Address(high: number() | 1 << 63, low: number())
      }
      return Tuple(
        source: address(), destination: address(), sourcePort: number(), destinationPort: number(),
        family: family, l4: l4)
    }
    let family = Bool.random(using: &generator) ? Family.ipv4 : .ipv6
    let known: [UInt8] = [1, 6, 6, 17, 17, 33, 47, 58, 132, 136, number()]
    let l4 = L4Protocol(rawValue: known.randomElement(using: &generator) ?? 6)
    let zoneID: UInt16 = Bool.random(using: &generator) ? 0 : number()
    let directions: [Zone.Direction] = [.both, .orig, .reply]
    let direction = directions.randomElement(using: &generator) ?? .both
    let stateful: [L4Protocol] = [.tcp, .sctp, .dccp]
    let extras = FlowExtras(
      helper: maybe("helper\(number() as UInt8)"), labels: maybe((0..<16).map { _ in number() }),
      securityContext: maybe("system_u:object_r:t"), master: maybe(tuple(family, .tcp)))
    let isBare =
      extras.helper == nil && extras.labels == nil && extras.securityContext == nil
      && extras.master == nil
    var flow = Flow(
      orig: tuple(family, l4), reply: tuple(family, l4), id: number(),
      status: Status(rawValue: number()),
      zone: zoneID == 0 ? .none : Zone(id: zoneID, direction: direction),
      state: maybe(
        ConnectionState(
          l4: stateful.randomElement(using: &generator) ?? .tcp, rawValue: number())),
      timeout: maybe(number()), mark: maybe(number()), use: maybe(number()),
      origCounters: maybe(Counters(packets: number(), bytes: number())),
      replyCounters: maybe(Counters(packets: number(), bytes: number())),
      start: maybe(number()), extras: isBare ? nil : extras)
    if flow.state?.l4 == .tcp { flow.tcpFlags = maybe(TCPFlags(orig: number(), reply: number())) }
    return flow
  }
}

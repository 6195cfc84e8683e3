import FlowModel
import Testing

@Suite struct OperatorSessionTests {
  private func flow(_ orig: Tuple, reply: Tuple? = nil) -> Flow {
    Flow(orig: orig, reply: reply ?? orig.inverted, id: 1, status: .confirmed)
  }

  private func tuple(
    _ from: Address, _ sport: UInt16, _ to: Address, _ dport: UInt16, _ l4: L4Protocol = .tcp
  ) -> Tuple {
    Tuple(
      source: from, destination: to, sourcePort: sport, destinationPort: dport,
      family: from.ipv4 == nil ? .ipv6 : .ipv4, l4: l4)
  }

  private let client = Address(ipv4: 0x0a00_0102)
  private let server = Address(ipv4: 0x0a00_0101)
  private let other = Address(ipv4: 0xcb00_7105)
  private let session = OperatorSession("10.0.1.2 39912 10.0.1.1 22")

  @Test func carriesItInEitherDirection() {
    let orig = tuple(client, 39_912, server, 22)
    #expect(session?.isCarried(by: flow(orig)) == true)
    #expect(session?.isCarried(by: flow(orig.inverted)) == true)
  }

  @Test func carriesItThroughEitherTranslation() {
    // The client dialled another address and port; the server was reached behind them.
    let dialled = tuple(client, 39_912, other, 2222)
    #expect(
      session?.isCarried(by: flow(dialled, reply: tuple(server, 22, client, 39_912))) == true)
    // The client stands behind a masquerading router, which this is.
    let masked = tuple(other, 40_000, server, 22)
    #expect(
      session?.isCarried(by: flow(masked, reply: tuple(server, 22, client, 39_912))) == true)
    // Both.
    let both = tuple(other, 40_000, Address(ipv4: 0xcb00_7101), 2222)
    #expect(session?.isCarried(by: flow(both, reply: tuple(server, 22, client, 39_912))) == true)
  }

  @Test func anotherConnectionIsNot() {
    #expect(session?.isCarried(by: flow(tuple(client, 39_913, server, 22))) == false)
    #expect(session?.isCarried(by: flow(tuple(client, 39_912, server, 443))) == false)
    #expect(session?.isCarried(by: flow(tuple(other, 39_912, server, 22))) == false)
    #expect(session?.isCarried(by: flow(tuple(client, 39_912, server, 22, .udp))) == false)
  }

  @Test(arguments: [
    ("fd00::2 50000 fd00::1 22", Address(high: 0xfd00 << 48, low: 2)),
    ("fe80::2%lan0 50000 fe80::1%lan0 22", Address(high: 0xfe80 << 48, low: 2)),
    (
      "2001:db8:1:2:3:4:5:6 1 ::1 22",
      Address(high: 0x2001_0db8_0001_0002, low: 0x3_0004_0005_0006)
    ),
    ("::ffff:10.0.1.2 39912 10.0.1.1 22", Address(ipv4: 0x0a00_0102)),
    (":: 1 :: 22", Address.unspecified),
    ("1:: 1 ::1 22", Address(high: 1 << 48, low: 0)),
  ])
  func readsAddressesOfBothFamilies(text: String, client: Address) {
    #expect(OperatorSession(text)?.client == client)
  }

  @Test(arguments: [
    "", "10.0.1.2 39912 10.0.1.1", "10.0.1.2 39912 10.0.1.1 22 x", "10.0.1 1 10.0.1.1 22",
    "10.0.1.256 1 10.0.1.1 22", "10.0.1.2 65536 10.0.1.1 22", "a b c d", "1::2::3 1 ::1 22",
    "1:2:3:4:5:6:7 1 ::1 22", "1:2:3:4:5:6:7:8:9 1 ::1 22", "12345::1 1 ::1 22", ": 1 ::1 22",
    "10.0.1.2 -1 10.0.1.1 22", "1:2:3:4:5:6:7:8:: 1 ::1 22",
  ])
  func anythingElseIsNoSession(text: String) {
    #expect(OperatorSession(text) == nil)
  }
}

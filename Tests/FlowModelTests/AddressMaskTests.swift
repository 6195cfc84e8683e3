import FlowModel
import Testing

@Suite struct AddressMaskTests {
  private let mask = AddressMask(key0: 0x0123_4567_89ab_cdef, key1: 42)

  private func random(_ generator: inout SystemRandomNumberGenerator) -> Address {
    Bool.random(using: &generator)
      ? Address(ipv4: .random(in: 0 ... .max, using: &generator))
      : Address(
        high: .random(in: 0 ... .max, using: &generator),
        low: .random(in: 0 ... .max, using: &generator))
  }

  /// How many first bits two addresses share.
  private func shared(_ a: Address, _ b: Address) -> Int {
    a.high != b.high
      ? (a.high ^ b.high).leadingZeroBitCount : 64 + (a.low ^ b.low).leadingZeroBitCount
  }

  @Test func networksStayNetworksAndNoTwoAddressesBecomeOne() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let one = random(&generator)
      // A neighbour that shares some bits with it.
      let bit = UInt64.random(in: 0..<32, using: &generator)
      let two = Address(high: one.high, low: one.low ^ 1 << bit)
      #expect(shared(mask(one), mask(two)) == shared(one, two))
      #expect(mask(one) == mask(one))
      #expect((mask(one).ipv4 == nil) == (one.ipv4 == nil))
    }
  }

  @Test func addressesAreReplacedUnlikeByUnlikeKeys() {
    let other = AddressMask(key0: 1, key1: 2)
    let addresses = (0..<256).map { Address(ipv4: 0x0a01_0000 | $0 << 8 | 7) }
    #expect(addresses.filter { mask($0) == $0 }.count < 16)
    #expect(addresses.filter { mask($0) == other($0) }.count < 16)
    #expect(Set(addresses.map { mask($0) }).count == 256)
  }

  @Test(arguments: [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
    "fc00::/7", "fe80::/10", "2001:db8::/32", "2000::/3", "64:ff9b::/96",
  ])
  func aKindOfAddressStaysThatKind(network: String) throws {
    let prefix = try FlowFilter(parsing: "net \(network)")
    var generator = SystemRandomNumberGenerator()
    var inside = 0
    for _ in 0..<300 {
      let parts = network.split(separator: "/")
      let start = try #require(Address(reading: parts[0]))
      let bits = try #require(Int(parts[1])) + (start.ipv4 == nil ? 0 : 96)
      let noise = random(&generator)
      let high = bits >= 64 ? start.high : start.high | noise.high & (.max >> UInt64(bits))
      let low = bits <= 64 ? noise.low : start.low | noise.low & (.max >> UInt64(bits - 64))
      let address = Address(high: high, low: low)
      if contains(prefix, address) && contains(prefix, mask(address)) { inside += 1 }
      let anywhere = random(&generator)
      #expect(contains(prefix, mask(anywhere)) == contains(prefix, anywhere))
    }
    #expect(inside == 300)
  }

  private func contains(_ filter: FlowFilter, _ address: Address) -> Bool {
    let tuple = Tuple(
      source: address, destination: address, sourcePort: 1, destinationPort: 2,
      family: address.ipv4 == nil ? .ipv6 : .ipv4, l4: .udp)
    var buffer = TextBuffer()
    return filter.matches(
      Flow(orig: tuple, reply: tuple.inverted, id: 1, status: []), buffer: &buffer)
  }

  @Test(arguments: ["127.0.0.1", "0.0.0.0", "224.0.0.251", "255.255.255.0", "::1", "::", "ff02::1"])
  func whatIsTheSameEverywhereStays(text: String) throws {
    let address = try #require(Address(reading: text))
    #expect(mask(address) == address)
  }

  @Test func everyTextThroughTheMaskHasTheReplacement() {
    let address = Address(ipv4: 0x0a01_0203)
    let replaced = mask(address).text
    #expect(replaced != "10.1.2.3")
    #expect(replaced.hasPrefix("10."))
    AddressMask.$current.withValue(mask) { #expect(address.text == replaced) }
    #expect(address.text == "10.1.2.3")
  }
}

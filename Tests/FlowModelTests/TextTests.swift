import FlowModel
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    (UInt64(0), UInt64(0), "::"), (0, 1, "::1"), (0xfd00_0001_0000_0000, 2, "fd00:1::2"),
    (0x2001_0db8_0000_0001, 0x0000_0001_0000_0001, "2001:db8:0:1:0:1:0:1"),
    (0x0001_0000_0000_0002, 0x0000_0000_0000_0003, "1:0:0:2::3"),
    (0x0001_0002_0003_0004, 0x0005_0006_0007_0000, "1:2:3:4:5:6:7:0"),
    (0xfe80_0000_0000_0000, 0, "fe80::"),
    (0x0000_0001_0002_0003, 0x0004_0005_0006_0007, "0:1:2:3:4:5:6:7"),
    (0, 0xffff_0a00_0001, "10.0.0.1"),
  ])
  func addressIsWrittenInItsShortForm(high: UInt64, low: UInt64, text: String) {
    #expect(Address(high: high, low: low).text == text)
  }

  @Test(arguments: [
    (0.0, "0 b/s"), (999, "999 b/s"), (999.6, "1.0 kb/s"), (12_400_000, "12.4 Mb/s"),
    (99_940, "99.9 kb/s"), (99_960, "100 kb/s"), (999_400, "999 kb/s"), (999_600, "1.0 Mb/s"),
    (1e13, "10.0 Tb/s"), (.infinity, "? b/s"),
  ])
  func rateHasAUnitAndFewPlaces(rate: Double, text: String) {
    #expect(Quantity.rate(rate) == text)
    #expect(Quantity.rate(rate).count <= 9)
  }

  @Test func rateInBytesIsAnEighth() {
    #expect(Quantity.rate(80_000, inBytes: true) == "10.0 kB/s")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (262_144, "262,144"), (-1234, "-1,234"),
  ])
  func countHasCommas(number: Int, text: String) {
    #expect(Quantity.count(number) == text)
  }

  @Test(arguments: [
    (UInt64(0), "0s"), (99, "99s"), (100, "1m"), (5999, "99m"), (6000, "1h40"), (86_399, "23h59"),
    (86_400, "1d0h"), (8_640_000, "100d"),
  ])
  func spanIsOneShortWord(seconds: UInt64, text: String) {
    #expect(Quantity.span(seconds: seconds) == text)
  }

  @Test func numbersAreWrittenAsTheStandardLibraryWritesThem() {
    var generator = SeededGenerator(seed: 5)
    for bits in 0..<64 {
      for number in [UInt64(1) << bits, (UInt64(1) << bits) - 1, generator.next() >> bits] {
        var buffer = TextBuffer()
        buffer.append(number: number)
        #expect(buffer.string == String(number))
        buffer.bytes = []
        buffer.append(hexadecimal: number)
        #expect(buffer.string == String(number, radix: 16))
      }
    }
  }

  @Test func natIsReadFromTheTuples() {
    var flow = Sample.flow()
    #expect(!flow.isTranslated)
    flow.reply.destination = Address(ipv4: 0xcb00_7105)
    flow.reply.destinationPort = 1024
    #expect(flow.translation.map(\.side) == [.source])
    #expect(flow.translation.first?.address.text == "203.0.113.5")
    flow.reply.source = Address(ipv4: 0xc0a8_0105)
    #expect(flow.translation.map(\.side) == [.source, .destination])
  }

  @Test func invertedPingKeepsItsID() {
    let ping = Tuple(
      source: Address(ipv4: 1), destination: Address(ipv4: 2), sourcePort: 4711,
      destinationPort: 0x0800, family: .ipv4, l4: .icmp)
    #expect(ping.inverted.icmpID == 4711)
    #expect(ping.inverted.source == ping.destination)
  }
}

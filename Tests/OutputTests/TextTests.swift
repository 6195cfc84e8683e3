import ArgumentParser
import Canvas
import Dashboard
import Diagnosis
import FlowModel
import Testing

@testable import flowlanes

@Suite struct TextTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"),
      (951_782_399_000_000_001, "2000-02-28T23:59:59.000000001Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00Z"),
      (4_107_542_400_000_000_000, "2100-03-01T00:00:00Z"),
      (1_798_761_599_123_000_000, "2026-12-31T23:59:59.123Z"),
    ] as [(UInt64, String)])
  func momentsAreWrittenInUTC(nanoseconds: UInt64, expected: String) {
    var text = TextBuffer()
    text.append(time: nanoseconds)
    #expect(text.string == expected)
  }

  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("2s", .seconds(2)), ("1m", .seconds(60)),
    ("1.5s", .milliseconds(1500)), ("3", .seconds(3)), ("100ms", .milliseconds(100)),
  ])
  func intervalsAreRead(text: String, expected: Duration) {
    #expect(Interval(text)?.duration == expected)
  }

  @Test(arguments: [
    "", "s", "0s", "-1s", "1h", "1 s", "99ms", "2h", "1.2.3s", "nan", "infs", "1e3s", "٣s",
    "999999999999m",
  ])
  func otherIntervalsAreRefused(text: String) {
    #expect(Interval(text) == nil)
  }

  @Test(arguments: 1...160)
  func aTableNeverOutgrowsTheTerminal(width: Int) {
    var table = FlowTable(glyphs: .utf8, hasRates: true)
    var store = FlowStore()
    let tuple = Tuple(
      source: Address(high: .max, low: .max), destination: Address(high: .max, low: 1),
      sourcePort: 65535, destinationPort: 65535, family: .ipv6, l4: .tcp)
    let flow = Flow(
      orig: tuple, reply: tuple.inverted, id: 1, status: [.confirmed], zone: Zone(id: 65535),
      mark: .max, extras: FlowExtras(helper: "amanda"))
    store.apply(Snapshot(number: 1, time: 1, wallTime: 1, flows: [flow]))
    for record in store.records { table.add(record, Reason(.noHardwareFlag, .likely)) }
    let widest = table.lines(width: width).map { Canvas.columns($0) }.max() ?? 0
    // Lane, protocol and the least of two addresses stay, whatever the room.
    #expect(widest <= max(width, 54))
  }

  @Test func textFromOutsideCannotReachTheTerminalRaw() {
    var table = TextTable([TextTable.Column(title: "NAME")], ellipsis: "…")
    table.add(["evil\u{1b}]0;x\u{7}\u{202e}"])
    #expect(table.lines(width: 80) == ["NAME", "evil?]0;x??"])
    var text = TextBuffer()
    text.append(printable: "a\tb\u{1b}[2Jé")
    #expect(text.string == "a?b?[2Jé")
  }

  @Test func aLineHasAFieldForEachTitle() {
    var header = TextBuffer()
    header.appendFlowLineHeader()
    let tuple = Tuple(
      source: Address(ipv4: 1), destination: Address(ipv4: 2), sourcePort: 3,
      destinationPort: 4 << 8, family: .ipv4, l4: .icmp)
    var line = TextBuffer()
    var words = FlowWords(.line)
    line.append(
      line: Flow(orig: tuple, reply: tuple, id: 7, status: []), rates: Rates(), reason: nil,
      words: &words)
    line.append(
      line: Flow(orig: tuple, reply: tuple, id: 8, status: []), rates: Rates(),
      reason: Reason(.noRule, .likely), words: &words)
    let titles = header.string.split(separator: "\t", omittingEmptySubsequences: false)
    let lines = line.string.split(separator: "\n")
    let fields = lines[0].split(separator: "\t", omittingEmptySubsequences: false)
    #expect(titles.count == fields.count)
    #expect(fields[2] == "0.0.0.1 #3")
    #expect(fields[17] == "-")
    #expect(fields[18] == "7")
    #expect(fields[19] == "-")
    #expect(lines[1].hasSuffix("\t8\tno-rule?"))
  }

  @Test func aFlowtableIsOneObject() {
    var text = TextBuffer()
    text.append(
      json: FlowtableReview(
        flowtable: Flowtable(
          family: "inet", table: "filter", name: "f", priority: -5, devices: ["lan0", "w\"n"],
          flags: [.offload, .counter], use: 2)))
    #expect(
      text.string == """
        {"family":"inet","table":"filter","name":"f","hook":"ingress","priority":-5,\
        "devices":["lan0","w\\"n"],"flags":["offload"],"counter":true,"use":2,\
        "problems":[]}

        """)
  }

  @Test(arguments: [
    (
      "port",
      "in the filter, at column 5: port needs a port or a range of them, as 443 or 8000-8100."
    ),
    (
      "reason no-rul",
      "in the filter, at column 8: reason needs the code of a reason, as no-rule or local,"
        + " not \"no-rul\"; did you mean no-rule?"
    ),
    ("(tcp", "in the filter, at column 1: This parenthesis is not closed: a ) is missing."),
  ])
  func aFilterThatIsNoneIsBadData(text: String, sentence: String) {
    let failure = #expect(throws: CommandFailure.self) { try FlowFilter(option: text) }
    #expect(failure?.status == 65)
    #expect(failure?.sentence == sentence)
  }

  @Test func explainTakesAFilterAsSeveralWords() throws {
    let command = try Flowlanes.parseAsRoot(["explain", "tcp", "port", "443", "--json"])
    #expect((command as? ExplainCommand)?.flows == ["tcp", "port", "443"])
  }

  @Test func optionsThatExcludeEachOtherAreUsage() throws {
    let error = #expect(throws: (any Error).self) {
      _ = try Flowlanes.parseAsRoot(["list", "--replay", "x", "--netns", "y"])
    }
    #expect(error.map { Flowlanes.exitCode(for: $0) } == .validationFailure)
  }
}

import Canvas
import Dashboard
import Diagnosis
import FlowModel
import Testing

@Suite struct ConfigurationTests {
  private func read(_ text: String) -> (Configuration, [ConfigurationProblem]) {
    var configuration = Configuration()
    let problems = configuration.read(text)
    return (configuration, problems)
  }

  /// Nothing in it is as by default.
  private func changed() throws -> Configuration {
    var other = Configuration()
    other.interval = try #require(Interval("5s"))
    other.watchesEvents = false
    other.theme = "light"
    other.color = .never
    other.isASCII = true
    other.isReadOnly = true
    other.filter = try FlowFilter(typed: "tcp port 443")
    other.units = Units(inBytes: true, isBinary: true)
    other.columns = [.rate, .why]
    other.order = FlowOrder(.age, descending: false)
    other.usesMouse.toggle()
    other.names = .dns
    other.hosts = "/tmp/hosts"
    other.isPrivate = true
    other.log = "/tmp/log"
    other.keymap.bind(.flush, to: [.function(9)])
    other.keymap.bind(.help, to: [.character("#")])
    return other
  }

  @Test func theDefaultThatIsPrintedReadsBackAsTheDefaults() throws {
    var configuration = try changed()
    #expect(configuration != Configuration())
    #expect(configuration.read(Configuration().file).isEmpty)
    #expect(configuration == Configuration())
  }

  @Test func whatIsPrintedReadsBackAsItself() throws {
    let (configuration, problems) = read(try changed().file)
    #expect(problems.isEmpty)
    let wanted = try changed()
    #expect(configuration == wanted)
  }

  @Test func theDefaultTellsEverySettingAndCommand() {
    let lines = Configuration().file.split(separator: "\n")
    for command in Command.allCases {
      #expect(lines.contains { $0.hasPrefix("key.\(command.name) = ") })
    }
    #expect(lines.allSatisfy { $0.count <= 110 })
  }

  @Test func settingsAreRead() throws {
    let (configuration, problems) = read(
      """
      # a comment
      interval = 2s   # behind a value
      units = bytes\r
      columns = proto, source rate
      order = total ascending
      mouse = yes
      """)
    #expect(problems.isEmpty)
    #expect(configuration.interval == Interval("2s"))
    #expect(configuration.units == Units(inBytes: true))
    #expect(configuration.columns == [.proto, .source, .rate])
    #expect(configuration.order == FlowOrder(.total, descending: false))
    #expect(configuration.usesMouse)
  }

  @Test func aFileLeavesWhatItDoesNotName() throws {
    var configuration = try changed()
    #expect(configuration.read("theme = mono\n").isEmpty)
    var wanted = try changed()
    wanted.theme = "mono"
    #expect(configuration == wanted)
  }

  @Test(arguments: [
    ("colour = red", "there is no setting “colour”"), ("interval", "“setting = value” expected"),
    ("interval = soon", "interval takes a time"), ("ascii = perhaps", "ascii takes yes or no"),
    ("color = blue", "auto, never, 16, 256, truecolor"), ("units = MB", "bits or bytes"),
    ("filter = port", "in the filter, at column"), ("columns = rate, size", "no column “size”"),
    ("order = age upwards", "ascending or descending"), ("names = all", "off, local, dns"),
    ("key.fly = x", "there is no command “fly”"), ("key.flush = Hyper-x", "“Hyper-x” is no key"),
    ("key.flush = ^C", "^C always means quit"), ("key.flush =", "or none"),
    ("key.tag = x", "x was the only key of flush: give it another by key.flush"),
    ("theme = \u{1b}[31m\n\u{9b}EVIL = 1", "there is no setting “?EVIL”"),
  ])
  func aLineWithAProblemIsToldAndTheRestCounts(line: String, sentence: String) throws {
    let (configuration, problems) = read("mouse = yes\n\(line)\nprivacy = yes\n")
    let problem = try #require(problems.first)
    #expect(problems.count == 1)
    #expect(problem.line == (line.contains("\n") ? 3 : 2))
    #expect(problem.reason.contains(sentence), "\(problem.reason)")
    #expect(problem.reason.unicodeScalars.allSatisfy { $0.isPrintable })
    #expect(configuration.usesMouse && configuration.isPrivate)
  }

  @Test func whatIsSetTwiceCountsOnce() {
    let (configuration, problems) = read("theme = mono\ntheme = light\n")
    #expect(configuration.theme == "mono")
    #expect(problems.map(\.reason) == ["“theme” is set on line 1 already"])
  }

  @Test func keysAreBoundAnew() {
    let (configuration, problems) = read(
      "key.flush = D F8 Delete\nkey.doctor = x\nkey.theme = none\n")
    #expect(problems.isEmpty)
    let keymap = configuration.keymap
    #expect(keymap.labels(of: .flush) == ["D", "F8", "Delete"])
    #expect(keymap.command(for: .character("x")) == .doctor)
    #expect(keymap.command(for: .character("d")) == nil)
    #expect(keymap.labels(of: .theme).isEmpty)
  }

  @Test func aConflictIsToldAndTheFirstLineKeepsTheKey() {
    let (configuration, problems) = read("key.flush = D\nkey.tag = D Space\n")
    #expect(problems == [ConfigurationProblem(line: 2, reason: "D means flush already, by line 1")])
    #expect(configuration.keymap.command(for: .character("D")) == .flush)
    #expect(configuration.keymap.labels(of: .tag) == ["Space"])
  }

  @Test func whatQuitsAndSuspendsIsKept() {
    let (configuration, problems) = read("key.quit = Q\nkey.suspend = none\n")
    #expect(problems.isEmpty)
    #expect(configuration.keymap.labels(of: .quit) == ["Q", "^C"])
    #expect(configuration.keymap.labels(of: .suspend) == ["^Z"])
  }

  @Test func everyKeyIsReadAsItIsWritten() {
    let keys: [Key] =
      [.up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab]
      + [
        .backTab, .backspace, .delete, .function(1), .function(12), .control("a"), .character(" "),
      ]
      + [.character("é"), .character("="), .character("^"), .character("F")]
      + Keymap.standard.bindings.flatMap(\.keys)
    for key in keys { #expect(Key(label: key.label) == key, "\(key.label)") }
    for word in ["", "^é", "^^^", "F0", "F64", "Hyper-x", "xx", "\u{1b}"] {
      #expect(Key(label: word) == nil, "\(word)")
    }
  }

  @Test func noTextTraps() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "key.", "quit", " = ", "#", "\n", "^", "C", "interval", "=", ",", "\u{1b}", "é", "9",
    ]
    for _ in 0..<2000 {
      let count = Int.random(in: 0..<12, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let (configuration, _) = read(text)
      #expect(configuration.keymap.command(for: .control("c")) == .quit, "\(text)")
    }
  }
}

@Suite struct ReboundKeyTests {
  private func model(_ text: String) -> Model {
    var configuration = Configuration()
    _ = configuration.read(text)
    let settings = Settings(configuration, source: .live, glyphs: .utf8, themeName: "default")
    var model = Model(settings: settings, size: Size(width: 100, height: 80))
    _ = model.update(.snapshot(Scene.snapshot(0)))
    return model
  }

  @Test func aReboundKeyActsAndHelpAndFooterTellIt() {
    var model = model("key.help = F5\nkey.filter = \\ \n")
    #expect(model.screen.contains("F5 help"))
    #expect(model.screen.contains("\\ filter"))
    _ = model.update(.key(.character("?")))
    #expect(model.screen.contains("? does nothing here; F5 lists the keys."))
    _ = model.update(.key(.function(5)))
    #expect(model.screen.contains("The three lanes"))
  }

  @Test func quittingWorksWhateverIsBound() {
    var model = model("key.quit = none\n")
    #expect(model.update(.key(.control("c"))) == [.quit])
  }

  @Test func columnsAreThoseThatWereChosenAndFit() {
    var model = model("columns = why rate destination source age\norder = rate\n")
    let titles = model.screen.split(separator: "\n").first { $0.contains("RATE") } ?? ""
    #expect(
      titles.split(separator: " ").map(String.init)
        == ["WHY", "NOT", "FASTER", "RATE▾", "DESTINATION", "SOURCE", "AGE"])
    _ = model.update(.resized(Size(width: 30, height: 24)))
    #expect(model.screen.contains("RATE▾"))
    #expect(!model.screen.contains("AGE"))
  }

  @Test func amountsAreWrittenInTheUnitsThatWereChosen() {
    #expect(model("prefixes = IEC\n").screen.contains("GiB"))
    #expect(Quantity.rate(12_345_678, Units(inBytes: true, isBinary: true)) == "1.5 MiB/s")
    #expect(Quantity.rate(1023, Units(isBinary: true)) == "1.0 Kib/s")
    #expect(Quantity.bytes(1 << 40, Units(isBinary: true)) == "1.0 TiB")
  }
}

import Canvas
import Dashboard
import FlowModel
import Glibc
import Netfilter
import Terminal

/// Opens the terminal and starts the dashboard, or says in one sentence why it cannot.
nonisolated struct DashboardStart {
  private let configuration: Configuration
  private let problems: [String]
  private let isReadOnlyByFile: Bool
  private let source: Settings.Source
  private let pollLog: String?

  /// Settles what the command line and the configuration say; a mistake is told on a plain screen.
  init(_ options: CommonOptions, _ screen: ScreenOptions, source: Settings.Source) throws {
    var (configuration, problems) = try options.settled()
    try screen.apply(to: &configuration)
    self.configuration = configuration
    self.problems = problems
    isReadOnlyByFile = options.readOnly == nil
    self.source = source
    pollLog = screen.pollLog
  }

  var interval: Interval { configuration.interval }
  /// The most of a processor core that polling may take, 0 to 1; 0 for no limit.
  var mostLoad: Double { Double(configuration.cpu) / 100 }

  /// Whether the kernel is asked to tell of each flow that ends.
  var watchesEvents: Bool { configuration.watchesEvents }

  /// Makes the feed, then opens the terminal; never returns once it is open.
  ///
  /// The feed comes first, so that what it lacks is said on a plain screen.
  func run(_ feed: @MainActor () throws -> any FlowFeed) throws {
    // A recording needs no privilege, so that none is there to be misused.
    if case .recording = source { Privilege.drop() }
    // A command runs on the main thread, before anything else could.
    try MainActor.assumeIsolated { try open(feed()) }
  }

  @MainActor private func open(_ feed: any FlowFeed) throws {
    let log: ActionLog? =
      source == .live && !configuration.log.isEmpty ? try ActionLog(configuration.log) : nil
    let polls = try pollLog.map { try PollLog($0) }
    var themes = try ThemeCycle(wanted: configuration.theme)
    let terminal: CursesTerminal
    do throws(TerminalError) {
      terminal = try CursesTerminal(theme: themes.current, colors: configuration.color)
    } catch {
      throw CommandFailure(error.description, status: 1)
    }
    var settings = Settings(
      configuration, source: source, glyphs: terminal.glyphs, themeName: themes.current.name)
    settings.isReadOnlyByFile = isReadOnlyByFile
    if configuration.isPrivate {
      // A key for this session alone: what one screenshot tells, no other one does.
      settings.mask = AddressMask(key0: .random(in: 0 ... .max), key1: .random(in: 0 ... .max))
    }
    settings.names = NameTable(
      hosts: (try? SmallFile.read(configuration.hosts, atMost: 1 << 20, kind: "hosts file")) ?? "",
      services: (try? SmallFile.read("/etc/services", kind: "services file")) ?? "")
    settings.names.mode = configuration.isPrivate ? .off : configuration.names
    settings.timeZoneOffset = Self.timeZoneOffset
    settings.session = OwnSession.find()
    var model = Model(settings: settings, size: terminal.size)
    for problem in themes.takeProblems() { _ = model.update(.warning(problem)) }
    if let problem = Self.summary(problems) { _ = model.update(.warning(problem)) }
    let loop = DashboardLoop(
      model: model, terminal: terminal, feed: feed, themes: themes, log: log)
    loop.polls = polls
    loop.run()
  }

  /// One line for what is wrong with the configuration: the first problem, and how many more.
  private static func summary(_ problems: [String]) -> String? {
    guard let first = problems.first else { return nil }
    return problems.count == 1 ? first : "\(first) (and \(problems.count - 1) more)"
  }

  /// Seconds that local time is ahead of UTC now.
  private static var timeZoneOffset: Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }
}

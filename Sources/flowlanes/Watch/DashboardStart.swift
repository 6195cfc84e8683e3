import Canvas
import Dashboard
import FlowModel
import Glibc
import Netfilter
import Terminal

/// Opens the terminal and starts the dashboard, or says in one sentence why it cannot.
nonisolated struct DashboardStart {
  private let options: CommonOptions
  private let source: Settings.Source
  private let log: ActionLog?

  init(_ options: CommonOptions, source: Settings.Source, log: ActionLog? = nil) {
    self.options = options
    self.source = source
    self.log = log
  }

  /// Makes the feed, then opens the terminal; never returns once it is open.
  ///
  /// The feed comes first, so that what it lacks is said on a plain screen.
  func run(_ feed: @MainActor () throws -> any FlowFeed) throws {
    // What is wrong with the command line is said first of all.
    let filter = try options.flowFilter()
    // A recording needs no privilege, so that none is there to be misused.
    if case .recording = source { Privilege.drop() }
    // A command runs on the main thread, before anything else could.
    try MainActor.assumeIsolated { try open(feed(), filter) }
  }

  @MainActor private func open(_ feed: any FlowFeed, _ filter: FlowFilter) throws {
    var themes = try ThemeCycle(wanted: options.theme)
    let terminal: CursesTerminal
    do throws(TerminalError) {
      terminal = try CursesTerminal(theme: themes.current, colors: options.color)
    } catch {
      throw CommandFailure(error.description, status: 1)
    }
    let settings = Settings(
      source: source, isReadOnly: options.readOnly,
      interval: options.interval.nanoseconds,
      filter: filter,
      glyphs: options.ascii ? .ascii : terminal.glyphs, themeName: themes.current.name,
      timeZoneOffset: Self.timeZoneOffset, session: OwnSession.find())
    var model = Model(settings: settings, size: terminal.size)
    for problem in themes.takeProblems() { _ = model.update(.warning(problem)) }
    DashboardLoop(model: model, terminal: terminal, feed: feed, themes: themes, log: log).run()
  }

  /// Seconds that local time is ahead of UTC now.
  private static var timeZoneOffset: Int {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return local.tm_gmtoff
  }
}

import ArgumentParser
import Canvas
import Dashboard
import FlowModel

nonisolated extension CommonOptions {
  /// What the configuration files say and, over it, the command line; and what could not be used.
  func settled() throws -> (configuration: Configuration, problems: [String]) {
    let files = try ConfigurationFiles(only: config)
    var settled = files.configuration
    if let interval { settled.interval = interval }
    if let theme { settled.theme = theme }
    if let color { settled.color = color }
    if let ascii { settled.isASCII = ascii }
    if let readOnly { settled.isReadOnly = readOnly }
    if let filter { settled.filter = try FlowFilter(option: filter) }
    return (settled, files.problems)
  }

  /// The same for a command that prints: problems go to standard error.
  func settledForPrinting() throws -> Configuration {
    let (configuration, problems) = try settled()
    for problem in problems { CommandFailure(problem, status: 0).write() }
    return configuration
  }
}

nonisolated extension Configuration {
  /// The signs to draw with: ASCII when asked for, or where the locale prints no more.
  var glyphs: Glyphs { isASCII ? .ascii : .ofLocale }
}

/// The times of `--interval` and `--for`.
nonisolated extension Interval: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { text }
}

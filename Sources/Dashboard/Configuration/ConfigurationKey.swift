import Canvas
import FlowModel

/// The settings of a configuration file beside keys: names, comments, and how their values are written.
enum ConfigurationKey: String, CaseIterable {
  case interval
  case cpu
  case events
  case theme
  case color
  case ascii
  case readOnly = "read-only"
  case filter
  case units
  case prefixes
  case columns
  case order
  case mouse
  case names
  case hosts
  case privacy
  case log

  /// What it is for, as `--print-config` tells it.
  var comment: String {
    switch self {
    case .interval: "Time between two polls: 500ms, 2s, 1m."
    case .cpu:
      "The most of a processor core that polling may take, in percent: of a large table polls come\n"
        + "less often then. 0: no limit."
    case .events:
      "Have the kernel tell of each flow that ends, so that those between two polls are counted.\n"
        + "Each end costs it a message then; it is off while too many end."
    case .theme:
      "A theme, by name or file: default, light, high-contrast, colour-blind, frost, sand, mono ..."
    case .color: "How many colours: auto, never, 16, 256 or truecolor."
    case .ascii: "Draw with ASCII alone, whatever the locale has."
    case .readOnly: "Refuse every action."
    case .filter: "The filter that the dashboard starts with: lane slow rate > 1M"
    case .units: "Rates in bits or bytes a second."
    case .prefixes: "SI (k is 1000) or IEC (Ki is 1024)."
    case .columns:
      "The columns behind the lane, in order; none: what fits. What finds no room is left out.\n"
        + "proto source destination nat in out orig reply rate total packets why state age timeout mark zone"
    case .order:
      "What to sort by: lane (what could be faster on top) or a column, ascending or descending."
    case .mouse: "Take the mouse; the terminal's own selection then needs Shift."
    case .names:
      "Names for addresses and ports: off, local (hosts and services files), dns (asks, too)."
    case .hosts: "The hosts file to take names from."
    case .privacy: "Show other addresses in the place of the real ones, for screenshots."
    case .log: "Append each action to this file."
    }
  }

  /// The value in a configuration as a file writes it.
  func value(in configuration: Configuration) -> String {
    switch self {
    case .interval: configuration.interval.text
    case .cpu: String(configuration.cpu)
    case .events: Self.word(configuration.watchesEvents)
    case .theme: configuration.theme
    case .color: configuration.color.rawValue
    case .ascii: Self.word(configuration.isASCII)
    case .readOnly: Self.word(configuration.isReadOnly)
    case .filter: configuration.filter.text
    case .units: configuration.units.inBytes ? "bytes" : "bits"
    case .prefixes: configuration.units.isBinary ? "IEC" : "SI"
    case .columns: configuration.columns.map(\.rawValue).joined(separator: ", ")
    case .order: configuration.order.words
    case .mouse: Self.word(configuration.usesMouse)
    case .names: configuration.names.rawValue
    case .hosts: configuration.hosts
    case .privacy: Self.word(configuration.isPrivate)
    case .log: configuration.log
    }
  }

  private static func word(_ flag: Bool) -> String { flag ? "yes" : "no" }
}

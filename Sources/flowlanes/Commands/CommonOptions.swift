import ArgumentParser
import Canvas
import Dashboard
import Diagnosis
import FlowModel
import Glibc

/// The options that every reading command takes.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Look into the network namespace of this name (see ip-netns(8)).", valueName: "name"))
  var netns: String?

  @Option(help: ArgumentHelp("Time between two polls: 500ms, 2s, 1m.", valueName: "time"))
  var interval: Interval?

  @Option(
    help: ArgumentHelp(
      "Show only these flows: tcp port 443 and not host 10.0.0.0/8, or any text in the row.",
      valueName: "filter"))
  var filter: String?

  @Flag(help: "Print JSON, one object a line.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Read a recording in place of the kernel; - is standard input. Needs no privilege.",
      valueName: "file"))
  var replay: String?

  @Flag(inversion: .prefixedNo, help: "Refuse every action: look, change nothing.")
  var readOnly: Bool?

  @Option(help: ArgumentHelp("The theme, by name or file.", valueName: "name"))
  var theme: String?

  @Option(help: ArgumentHelp("How many colours to use.", valueName: "colours"))
  var color: ColorChoice?

  @Flag(inversion: .prefixedNo, help: "Draw with ASCII alone.")
  var ascii: Bool?

  @Option(
    help: ArgumentHelp(
      "Read this configuration alone, not yours and the machine's.", valueName: "file"))
  var config: String?

  func validate() throws {
    if replay != nil && netns != nil {
      throw ValidationError("--netns and --replay exclude each other.")
    }
  }
}

nonisolated extension CommonOptions {
  /// The flows that are asked for; a mistake is told with its place.
  func flowFilter() throws(CommandFailure) -> FlowFilter { try FlowFilter(option: filter ?? "") }
}

nonisolated extension Glyphs {
  /// The signs that the locale prints.
  static var ofLocale: Glyphs {
    setlocale(LC_CTYPE, "")
    guard let codeset = nl_langinfo(Int32(CODESET)) else { return .ascii }
    return String(cString: codeset) == "UTF-8" ? .utf8 : .ascii
  }
}

/// The values of `--color`.
nonisolated extension ColorChoice: ExpressibleByArgument {}

nonisolated extension FlowFilter {
  /// Reads a filter of the command line.
  init(option text: String) throws(CommandFailure) {
    do throws(FilterError) {
      try self.init(typed: text)
    } catch {
      throw CommandFailure(
        "in the filter, at column \(error.column): \(error.sentence)", status: 65)
    }
  }
}

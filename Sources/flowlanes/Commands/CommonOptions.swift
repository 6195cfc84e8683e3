import ArgumentParser
import Canvas
import Glibc

/// The options that every reading command takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Look into the network namespace of this name (see ip-netns(8)).")
  var netns: String?

  @Option(help: "Time between two polls: 500ms, 2s, 1m.")
  var interval = Interval.second

  @Option(help: "Show only flows whose row holds this text, in upper or lower case.")
  var filter: String?

  @Flag(help: "Print JSON, one object a line.")
  var json = false

  @Option(
    help: "Read a recording in place of the kernel; - is standard input. Needs no privilege.")
  var replay: String?

  @Flag(help: "Refuse every action: look, change nothing.")
  var readOnly = false

  @Option(help: "The theme, by name or file.")
  var theme: String?

  @Option(help: "Colours: auto, never, 16, 256 or truecolor.")
  var color = ColorChoice.auto

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  func validate() throws {
    if replay != nil && netns != nil {
      throw ValidationError("--netns and --replay exclude each other.")
    }
  }
}

nonisolated extension CommonOptions {
  /// The signs to draw with: ASCII when asked for, or where the locale prints no more.
  var glyphs: Glyphs {
    setlocale(LC_CTYPE, "")
    guard !ascii, let codeset = nl_langinfo(Int32(CODESET)) else { return .ascii }
    return String(cString: codeset) == "UTF-8" ? .utf8 : .ascii
  }
}

/// The values of `--color`.
nonisolated extension ColorChoice: ExpressibleByArgument {}

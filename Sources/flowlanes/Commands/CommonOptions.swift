import ArgumentParser

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
  var color = ColorDepth.auto

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  func validate() throws {
    if replay != nil && netns != nil {
      throw ValidationError("--netns and --replay exclude each other.")
    }
  }
}

/// How many colours to draw with: the values of `--color`.
enum ColorDepth: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// What the terminal says it can, and none with `NO_COLOR`.
  case auto
  case never
  case sixteen = "16"
  case palette = "256"
  case truecolor
}

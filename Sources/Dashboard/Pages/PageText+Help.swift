import Canvas
import FlowModel

extension PageText {
  /// The help page: the lanes in a word, then every binding of the keymap.
  mutating func writeHelp(_ model: Model) {
    section("The three lanes")
    for (lane, meaning) in [
      (Lane.slow, "the whole ruleset and routing, for every packet"),
      (Lane.software, "a flowtable forwards it past the ruleset (OFFLOAD)"),
      (Lane.hardware, "the network card forwards it (HW_OFFLOAD)"),
    ] {
      add(
        Span("  \(lane.letter) ", FlowTableView.role(of: lane)),
        Span(Self.padded(lane.name, 10), FlowTableView.role(of: lane)), Span(meaning))
    }
    let unknown = String(Character(model.settings.glyphs.unknown))
    add(Span("  \(unknown) ", .dim), Span("the kernel does not tell; never a zero", .dim))

    section("Keys")
    for command in Command.allCases {
      let keys = Keymap.standard.labels(of: command).joined(separator: " ")
      let isRefused = command.changesKernel && model.settings.refusal != nil
      let role: Role = isRefused ? .dim : .text
      add(Span("  " + Self.padded(keys, 14), isRefused ? .dim : .key), Span(command.summary, role))
    }
    if let refusal = model.settings.refusal { paragraph(refusal, .warning) }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - Canvas.columns(text)))
  }
}

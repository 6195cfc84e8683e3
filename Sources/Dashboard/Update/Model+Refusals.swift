import FlowModel

/// Why a key can do nothing here: the footer greys it, and pressed it says so.
extension Model {
  /// As one sentence; nil where the key may be pressed.
  func whyNot(_ command: Command) -> String? {
    switch command {
    case .flush where view == .pins && page == nil && isOnlyOnTop: nil
    case _ where command.changesKernel: settings.refusal
    case .freeze where status == nil, .older where status == nil: "Nothing was polled yet."
    case .minuteBack, .minuteOn, .slowDown, .speedUp:
      isRecording ? nil : "That key is for recordings: , and . step through the last minutes here."
    case .older where past.tooLarge != nil && isFrozen:
      "Of so many flows no past is kept: \(Quantity.count(Past.largestTable)) are the most."
    default: nil
    }
  }

  /// Whether the selected pin is one on top alone, which the kernel knows nothing of.
  private var isOnlyOnTop: Bool { pinCursor.selection.map { moment.pins[$0] == nil } ?? false }

  var isRecording: Bool {
    if case .recording = settings.source { true } else { false }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal prints this scalar and does nothing else.
  ///
  /// Control, format (bidirectional overrides among them), surrogate, private and unassigned
  /// scalars and line separators are not printable.
  package var isPrintable: Bool {
    if value >= 0x20 && value < 0x7f { return true }
    if value < 0xa0 { return false }
    if isDrawing { return true }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return false
    default:
      return true
    }
  }

  /// The columns that this scalar takes on a canvas: 0 (it combines with the one before, and a
  /// canvas drops it), 1, or 2 (East Asian wide).
  ///
  /// A scalar that is not printable takes the one column of the `?` that stands for it.
  package var columns: Int {
    if value < 0x300 || isDrawing || !isPrintable { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if Self.joining.contains(where: { $0.contains(value) }) { return 0 }
    if Self.wide.contains(where: { $0.contains(value) }) { return 2 }
    return properties.isEmojiPresentation && !Self.regional.contains(value) ? 2 : 1
  }

  /// Box drawing and blocks: most of what a dashboard draws, so no table is searched for them.
  private var isDrawing: Bool { value >= 0x2500 && value <= 0x259f }

  /// Hangul vowels and finals, which join the consonant before them.
  private static let joining: [ClosedRange<UInt32>] = [0x1160...0x11ff, 0xd7b0...0xd7ff]

  /// Regional indicators: emoji, yet `East_Asian_Width` N as long as they stand alone.
  private static let regional: ClosedRange<UInt32> = 0x1f1e6...0x1f1ff

  /// Ranges of `East_Asian_Width` W and F beside the emoji, which carry a property of their own.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x3247, 0x3250...0x4dbf,
    0x4e00...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19,
    0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18dff, 0x1aff0...0x1b2ff,
    0x1f200...0x1f265, 0x20000...0x3fffd,
  ]
}

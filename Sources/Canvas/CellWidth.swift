extension Unicode.Scalar {
  /// Whether a terminal prints this scalar and does nothing else.
  ///
  /// Control, format (bidirectional overrides among them), surrogate, private and unassigned
  /// scalars and line separators are not printable.
  package var isPrintable: Bool {
    if value >= 0x20 && value < 0x7f { return true }
    if value < 0xa0 { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return false
    default:
      return true
    }
  }

  /// The columns this scalar takes: 0 (it combines with the one before), 1, or 2 (East Asian wide).
  package var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    return Self.wide.contains { $0.contains(value) } ? 2 : 1
  }

  /// Ranges of `East_Asian_Width` W and F that a name may hold.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
    0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
    0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
  ]
}

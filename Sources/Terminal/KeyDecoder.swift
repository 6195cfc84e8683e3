import CNCurses
package import Canvas

/// Turns what wgetch() returned into keys.
///
/// An escape sequence that terminfo does not list arrives byte by byte; it is swallowed whole, so
/// that its letters are not taken for commands.
package struct KeyDecoder {
  private let isUTF8: Bool
  /// The bytes of a scalar whose end has not arrived yet.
  private var partial: [UInt8] = []

  package init(isUTF8: Bool) { self.isUTF8 = isUTF8 }

  /// The keys in one burst of codes: bytes below 256, `KEY_` codes above.
  package mutating func keys(in codes: [Int32]) -> [Key] {
    var keys: [Key] = []
    var rest = codes[...]
    while let code = rest.popFirst() {
      if code == 0x1b, let sequence = Self.popSequence(from: &rest) {
        if let key = sequence.key { keys.append(key) }
      } else if code >= 0x100 {
        if let key = Self.named(code) { keys.append(key) }
      } else if let byte = UInt8(exactly: code), let key = key(byte) {
        keys.append(key)
      }
    }
    return keys
  }

  private mutating func key(_ byte: UInt8) -> Key? {
    if byte < 0x80 { partial = [] }
    switch byte {
    case 0x08, 0x7f: return .backspace
    case 0x09: return .tab
    case 0x0a, 0x0d: return .enter
    case 0x1b: return .escape
    case 0x01...0x1a: return .control(Unicode.Scalar(byte + 0x60))
    case 0x00, 0x1c...0x1f: return .control(Unicode.Scalar(byte + 0x40))
    case 0x20...0x7e: return .character(Unicode.Scalar(byte))
    default: return isUTF8 ? scalar(endingWith: byte) : nil
    }
  }

  private mutating func scalar(endingWith byte: UInt8) -> Key? {
    if byte >= 0xc0 { partial = [] }
    partial.append(byte)
    guard let text = String(validating: partial, as: UTF8.self) else {
      if partial.count >= 4 { partial = [] }
      return nil
    }
    partial = []
    guard let scalar = text.unicodeScalars.first, scalar.isPrintable else { return nil }
    return .character(scalar)
  }

  /// An escape sequence, and the key that it stands for, if any.
  private struct EscapeSequence {
    let key: Key?
  }

  /// Takes the rest of `ESC [ ... letter` or `ESC O letter`; nil if that is not what follows.
  private static func popSequence(from rest: inout ArraySlice<Int32>) -> EscapeSequence? {
    let introducer = rest.first
    guard introducer == 0x5b || introducer == 0x4f else { return nil }
    var body = rest.dropFirst()
    var parameters: [UInt8] = []
    while introducer == 0x5b, let code = body.first, (0x20...0x3f).contains(code) {
      parameters.append(UInt8(truncatingIfNeeded: code))
      body.removeFirst()
    }
    guard let final = body.first, (0x40...0x7e).contains(final) else { return nil }
    rest = body.dropFirst()
    let number = String(decoding: parameters.prefix { $0 != 0x3b }, as: UTF8.self)
    let letter = Unicode.Scalar(UInt8(truncatingIfNeeded: final))
    return EscapeSequence(key: key(of: letter, number))
  }

  /// Keys that terminals send in more ways than terminfo lists; a modifier is ignored.
  private static func key(of final: Unicode.Scalar, _ number: String) -> Key? {
    switch (final, number) {
    case ("A", _): .up
    case ("B", _): .down
    case ("C", _): .right
    case ("D", _): .left
    case ("H", _), ("~", "1"), ("~", "7"): .home
    case ("F", _), ("~", "4"), ("~", "8"): .end
    case ("Z", _): .backTab
    case ("~", "3"): .delete
    case ("~", "5"): .pageUp
    case ("~", "6"): .pageDown
    case ("~", "11"), ("P", ""): .function(1)
    default: nil
    }
  }

  private static func named(_ code: Int32) -> Key? {
    switch code {
    case KEY_UP, KEY_SR: .up
    case KEY_DOWN, KEY_SF: .down
    case KEY_LEFT, KEY_SLEFT: .left
    case KEY_RIGHT, KEY_SRIGHT: .right
    case KEY_PPAGE, KEY_SPREVIOUS, KEY_A3: .pageUp
    case KEY_NPAGE, KEY_SNEXT, KEY_C3: .pageDown
    case KEY_HOME, KEY_SHOME, KEY_FIND, KEY_A1: .home
    case KEY_END, KEY_SEND, KEY_SELECT, KEY_C1: .end
    case KEY_ENTER: .enter
    case KEY_BTAB: .backTab
    case KEY_BACKSPACE: .backspace
    case KEY_DC, KEY_SDC: .delete
    case KEY_F0...KEY_F0 + 63: .function(Int(code - KEY_F0))
    default: modified(code)
    }
  }

  /// A key with Shift, Alt or Control, for which terminfo has a name such as `kDN5` and curses no
  /// code of its own; the modifier is ignored here, too.
  private static func modified(_ code: Int32) -> Key? {
    guard code > KEY_MAX, let name = keyname(code) else { return nil }
    switch String(cString: name).prefix(while: { !$0.isNumber }) {
    case "kUP": return .up
    case "kDN": return .down
    case "kLFT": return .left
    case "kRIT": return .right
    case "kPRV": return .pageUp
    case "kNXT": return .pageDown
    case "kHOM": return .home
    case "kEND": return .end
    case "kDC": return .delete
    default: return nil
    }
  }
}

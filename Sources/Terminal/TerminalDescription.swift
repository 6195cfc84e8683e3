import CNCurses
import Canvas

/// The terminfo entry to start curses with.
struct TerminalDescription {
  let name: String
  /// What undoes curses: keypad, attributes, colours, cursor and alternate screen.
  let restore: [CChar]
  /// In an entry of direct colours, how many of the first numbers are palette indices (`CO`).
  let indexedColors: Int
  /// Whether it moves the cursor and forgets attributes as ECMA-48 says, and waits in the last column
  /// for the next character (xenl): what `FrameEncoder` relies on.
  let isPlain: Bool
  /// Whether what is erased takes the background that is set.
  let erasesInColor: Bool

  /// Ends the reports of xterm's mouse (ctlseqs: 1000, in the form of 1006).
  private static let mouseOff = "\u{1b}[?1006l\u{1b}[?1000l".utf8.map { CChar($0) }

  /// Chooses the entry for `TERM`, or a sibling of it that has the colours that are wanted.
  ///
  /// curses speaks in 24-bit colours only through an entry made for them, such as `xterm-direct`
  /// (Debian: package ncurses-term). Without one the nearest of 256 colours are shown.
  init(type: String, wanted: ColorDepth?) throws(TerminalError) {
    guard let plain = Self.colors(of: type) else { throw .unknownType(type) }
    var name = type
    if let wanted, wanted > ColorDepth(colors: plain) {
      let sibling = Self.siblings(of: type, for: wanted).first { candidate in
        Self.colors(of: candidate).map { ColorDepth(colors: $0) >= wanted } ?? false
      }
      name = sibling ?? type
    }

    guard flowlanes_describe(name) else { throw .unknownType(name) }
    defer { flowlanes_forget_description() }
    guard flowlanes_capability("cup") != nil else { throw .noCursorMovement(type) }
    self.name = name
    indexedColors = max(0, Int(tigetnum("CO")))
    isPlain = Self.isPlain
    erasesInColor = tigetflag("bce") > 0
    var restore: [CChar] = []
    for capability in ["rmkx", "sgr0", "op", "cnorm", "rmcup"] {
      if let bytes = flowlanes_capability(capability) { restore += Self.withoutPadding(bytes) }
    }
    // Extended, so nothing in terminfo tells how to end it: what curses says where it is used.
    if flowlanes_capability("kmous") != nil { restore += Self.mouseOff }
    self.restore = restore
  }

  /// What the current entry must say, word for word, to be plain.
  private static let plain = [
    ("cup", "\u{1b}[%i%p1%d;%p2%dH"), ("cuu", "\u{1b}[%p1%dA"), ("cud", "\u{1b}[%p1%dB"),
    ("cuf", "\u{1b}[%p1%dC"), ("cub", "\u{1b}[%p1%dD"), ("cub1", "\u{8}"), ("cud1", "\n"),
    ("cr", "\r"), ("el", "\u{1b}[K"),
  ]

  private static var isPlain: Bool {
    guard tigetflag("am") > 0, tigetflag("xenl") > 0, let reset = flowlanes_capability("sgr0"),
      strstr(reset, "\u{1b}[") != nil
    else { return false }
    return plain.allSatisfy { name, text in
      flowlanes_capability(name).map { String(cString: $0) } == text
    }
  }

  /// Names that terminfo may have beside a type, best first.
  static func siblings(of type: String, for wanted: ColorDepth) -> [String] {
    let base = type.hasSuffix("-256color") ? String(type.dropLast(9)) : type
    switch wanted {
    case .truecolor:
      var names = ["\(base)-direct256", "\(base)-direct"]
      // xterm-kitty has kitty-direct beside it.
      if base.hasPrefix("xterm-") { names.append("\(base.dropFirst(6))-direct") }
      return names + ["\(base)-256color"]
    case .indexed256: return ["\(base)-256color"]
    case .ansi16: return ["\(base)-16color", "\(base)-256color"]
    case .ansi8, .mono: return []
    }
  }

  /// The colours of an entry; nil if there is no such entry.
  private static func colors(of name: String) -> Int? {
    guard flowlanes_describe(name) else { return nil }
    defer { flowlanes_forget_description() }
    return Int(tigetnum("colors"))
  }

  /// A capability without its `$<5>` delays, which only tputs() understands.
  private static func withoutPadding(_ capability: UnsafePointer<CChar>) -> [CChar] {
    var bytes: [CChar] = []
    var at = capability
    while at.pointee != 0 {
      if at[0] == 0x24, at[1] == 0x3c, let end = strchr(at, 0x3e) {
        at = UnsafePointer(end) + 1
      } else {
        bytes.append(at.pointee)
        at += 1
      }
    }
    return bytes
  }
}

import Canvas
import Terminal

/// A terminal of the ANSI family, as far as `FrameEncoder` uses one.
struct Screen {
  private struct Place: Equatable {
    var scalar: Unicode.Scalar
    var look: Look

    init(_ scalar: Unicode.Scalar, _ look: Look) {
      self.scalar = scalar
      self.look = look
      // A blank without line and reverse shows its background alone.
      if scalar == " ", !look.attributes.contains(where: { $0 >= 4 }) {
        self.look = Look(background: look.background)
      }
    }
  }

  /// The look of erased cells is that which is set, or none.
  var erasesInColor = false
  private static let none = Look(foreground: "39", background: "49")

  private let width: Int
  private var places: [[Place]]
  private var x: Int
  private var y: Int
  /// Nobody may rely on what it is at first.
  private var look = Look([4], foreground: "35", background: "45")
  private var failure: String?

  init(_ canvas: Canvas, looks: [Look]) {
    width = canvas.width
    places = (0..<canvas.height).map { y in
      (0..<canvas.width).map { x in
        Place(canvas[x, y].scalar, looks[Int(canvas[x, y].role.rawValue)])
      }
    }
    // Nor on where the cursor is.
    (x, y) = (canvas.width / 2, canvas.height / 2)
  }

  /// What looks otherwise than on a canvas.
  func differences(from canvas: Canvas, looks: [Look]) -> [String] {
    if let failure { return [failure] }
    var found: [String] = []
    for y in places.indices {
      for x in 0..<width where !canvas[x, y].isTail {
        let wanted = Place(canvas[x, y].scalar, looks[Int(canvas[x, y].role.rawValue)])
        if places[y][x] != wanted { found.append("\(x),\(y): \(places[y][x]), not \(wanted)") }
      }
    }
    return found
  }

  mutating func take(_ bytes: [UInt8]) {
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while failure == nil, let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1b}":
        guard rest.popFirst() == "[" else { return failure = "no CSI" }
        let text = rest.prefix { $0 == ";" || $0.properties.numericType != nil }
        rest = rest.dropFirst(text.count)
        let parameters = String(String.UnicodeScalarView(text)).split(
          separator: ";", omittingEmptySubsequences: false
        ).map { Int($0) ?? 0 }
        carryOut(rest.popFirst() ?? "?", parameters)
      case "\n": y += 1
      case "\r": x = 0
      case "\u{8}": x -= 1
      default: put(scalar)
      }
      if y < 0 || y >= places.count || x < 0 || x > width { failure = "off the screen" }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    guard x + scalar.columns <= width else { return failure = "beyond the last column" }
    places[y][x] = Place(scalar, look)
    x += scalar.columns
  }

  private mutating func carryOut(_ final: Unicode.Scalar, _ parameters: [Int]) {
    let first = max(1, parameters.first ?? 1)
    switch final {
    case "H": (y, x) = (first - 1, parameters.count > 1 ? parameters[1] - 1 : 0)
    case "A": y -= first
    case "B": y += first
    case "C": x += first
    case "D": x -= first
    case "K":
      for at in x..<width { places[y][at] = Place(" ", erasesInColor ? look : Self.none) }
    case "m": turn(parameters)
    default: failure = "\(final)"
    }
  }

  private mutating func turn(_ parameters: [Int]) {
    var rest = parameters[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: look = Self.none
      case 38: look.foreground = "38;5;\(rest.dropFirst().first ?? 0)"
      case 48: look.background = "48;5;\(rest.dropFirst().first ?? 0)"
      case 39: look.foreground = "39"
      case 49: look.background = "49"
      default: look.attributes = (look.attributes + [UInt8(number)]).sorted()
      }
      if number == 38 || number == 48 { rest = rest.dropFirst(2) }
    }
  }
}

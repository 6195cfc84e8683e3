/// What each role looks like.
package struct Theme: Equatable, Sendable {
  /// One role's looks: in full colour, and what replaces that where colours are few.
  package struct Entry: Equatable, Sendable {
    /// For 256 colours and more.
    package var full: Style
    /// For 8 and 16 colours; nil: the full one, reduced.
    package var few: Style?
    /// For no colours; nil: the attributes of `few` or `full`, in reverse if it has a ground.
    package var none: Style.Attributes?

    package init(_ full: Style, few: Style? = nil, none: Style.Attributes? = nil) {
      self.full = full
      self.few = few
      self.none = none
    }

    fileprivate var withFewColors: Style { few ?? full }
  }

  package let name: String
  private var entries: [Role: Entry]

  /// A theme; a role that it does not name keeps the style built into the program.
  package init(name: String, entries: [Role: Entry]) {
    self.name = name
    self.entries = entries
  }

  /// The roles that the theme names itself.
  package var namedRoles: Set<Role> { Set(entries.keys) }

  package subscript(role: Role) -> Entry { entries[role] ?? Theme.builtIn(role) }

  /// How a role looks on a terminal of such depth: both colours are there, none beyond its means.
  package func style(of role: Role, depth: ColorDepth) -> Style {
    let entry = self[role]
    let text = self[.text]
    switch depth {
    case .truecolor, .indexed256:
      return entry.full.over(text.full).reduced(to: depth)
    case .ansi16, .ansi8:
      return entry.withFewColors.over(text.withFewColors).reduced(to: depth)
    case .mono:
      let style = entry.withFewColors
      let ground = style.background ?? .default
      let hasGround = ground != .default && ground != text.withFewColors.background
      let derived = hasGround ? style.attributes.union(.reverse) : style.attributes
      return Style(.default, on: .default, attributes: entry.none ?? derived)
    }
  }
}

extension Theme {
  /// The theme that needs no file: ANSI colours on the terminal's own ground.
  package static let plain = Theme(name: "plain", entries: [:])

  /// The style of a role that a theme does not name.
  static func builtIn(_ role: Role) -> Entry {
    switch role {
    case .text, .dialog: Entry(Style(), none: [])
    case .dim: Entry(Style(.indexed(8)), none: .dim)
    case .title: Entry(Style(attributes: .bold))
    case .header: Entry(Style(attributes: .underline))
    case .sorted: Entry(Style(attributes: [.underline, .bold]))
    case .selected: Entry(Style(attributes: .reverse))
    case .tagged: Entry(Style(attributes: [.bold, .underline]))
    case .laneSlow: Entry(Style(.indexed(1), attributes: .bold))
    case .laneSoftware: Entry(Style(.indexed(6)), none: [])
    case .laneHardware: Entry(Style(.indexed(2)), none: [])
    case .rate: Entry(Style(attributes: .bold))
    case .good: Entry(Style(.indexed(2)), none: [])
    case .warning: Entry(Style(.indexed(3), attributes: .bold))
    case .problem: Entry(Style(.indexed(1), attributes: .bold))
    case .ended: Entry(Style(.indexed(8)), none: .dim)
    case .key: Entry(Style(attributes: .bold))
    case .notice: Entry(Style(attributes: .reverse))
    case .dialogTitle: Entry(Style(attributes: .bold))
    case .danger: Entry(Style(.indexed(1), attributes: [.bold, .reverse]))
    case .input: Entry(Style(attributes: .underline))
    }
  }
}

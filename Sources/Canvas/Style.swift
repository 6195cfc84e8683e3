/// How a cell looks: two colours and attributes.
package struct Style: Hashable, Sendable {
  /// What a terminal can do to a cell beside colouring it.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)

    /// The words of a theme file.
    package static let names: [(name: String, attribute: Attributes)] = [
      ("plain", []), ("bold", .bold), ("dim", .dim), ("underline", .underline),
      ("reverse", .reverse),
    ]
  }

  /// Nil: that of the role `text`.
  package var foreground: Color?
  /// Nil: that of the role `text`.
  package var background: Color?
  package var attributes: Attributes

  package init(
    _ foreground: Color? = nil, on background: Color? = nil, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// This style with what it leaves open taken from another.
  package func over(_ base: Style) -> Style {
    Style(
      foreground ?? base.foreground ?? .default, on: background ?? base.background ?? .default,
      attributes: attributes)
  }

  /// This style as a terminal of such depth can show it.
  ///
  /// Of eight colours a bright one turns into its bold twin, and bright black into the dim default.
  /// Text whose colour would become that of its ground is shown in reverse instead.
  package func reduced(to depth: ColorDepth) -> Style {
    var style = self
    style.background = background?.reduced(to: depth)
    style.foreground = foreground?.reduced(to: depth == .ansi8 ? .ansi16 : depth)
    if depth == .ansi8, case .indexed(let index)? = style.foreground, index >= 8 {
      style.foreground = index == 8 ? .default : .indexed(index - 8)
      style.attributes.insert(index == 8 ? .dim : .bold)
    }
    if let ground = style.background, ground != .default, ground == style.foreground {
      style.foreground = .default
      style.background = .default
      style.attributes.formUnion(.reverse)
    }
    return style
  }
}

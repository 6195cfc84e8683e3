package import Canvas

extension Settings {
  /// The settings that a session begins with.
  ///
  /// `glyphs` are those that the terminal has.
  package init(_ configuration: Configuration, source: Source, glyphs: Glyphs, themeName: String) {
    self.init(
      source: source, isReadOnly: configuration.isReadOnly,
      interval: configuration.interval.nanoseconds, units: configuration.units,
      filter: configuration.filter, glyphs: configuration.isASCII ? .ascii : glyphs,
      themeName: themeName)
    keymap = configuration.keymap
    columns = configuration.columns
    order = configuration.order
    usesMouse = configuration.usesMouse
  }
}

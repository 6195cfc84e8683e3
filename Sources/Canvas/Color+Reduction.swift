extension Color {
  /// The nearest colour that a terminal of such depth can show.
  ///
  /// Of 256 colours only the cube and the greys are taken for an `#rrggbb`, for the first 16 may
  /// look like anything. `.mono` leaves nothing but the default.
  package func reduced(to depth: ColorDepth) -> Color {
    switch (depth, self) {
    case (_, .default), (.mono, _): .default
    case (.truecolor, _): self
    case (.indexed256, .indexed): self
    case (.indexed256, .rgb): nearest(in: 16...255)
    case (.ansi16, .indexed(let index)) where index < 16: self
    case (.ansi16, _): nearest(in: 0...15)
    case (.ansi8, .indexed(let index)) where index < 8: self
    case (.ansi8, .indexed(let index)) where index < 16: .indexed(index - 8)
    case (.ansi8, _): nearest(in: 0...7)
    }
  }

  private func nearest(in indices: ClosedRange<UInt8>) -> Color {
    guard let packed else { return .default }
    var best: (index: UInt8, distance: Int) = (indices.lowerBound, .max)
    for index in indices {
      let distance = Color.distance(packed, Color.indexed(index).packed ?? 0)
      if distance < best.distance { best = (index, distance) }
    }
    return .indexed(best.index)
  }

  /// How unlike two colours look: the square of a distance in RGB, weighted by the mean red.
  private static func distance(_ one: UInt32, _ other: UInt32) -> Int {
    let channel: (UInt32, UInt32) -> Int = { Int($0 >> $1 & 0xff) }
    let red = channel(one, 16) - channel(other, 16)
    let green = channel(one, 8) - channel(other, 8)
    let blue = channel(one, 0) - channel(other, 0)
    let mean = (channel(one, 16) + channel(other, 16)) / 2
    return (512 + mean) * red * red + 1024 * green * green + (767 - mean) * blue * blue
  }
}

/// How long polls take, by 1, 2 or 5: what is finer is noise.
package struct SteadyDuration: Sendable, Equatable {
  /// Nanoseconds: a step that polls stay below, or what one took that was shorter than any step.
  package private(set) var shown: UInt64 = 0
  /// How many polls in a row said another step.
  private var others = 0

  private static let shortest: UInt64 = 1_000_000
  /// So many polls in a row must say that it changed.
  private static let patience = 5

  package mutating func take(_ duration: UInt64) {
    let step = Self.step(duration)
    if shown == 0 || Self.isFar(duration, above: shown) {
      shown = step
      others = 0
      return
    }
    // A step and a half above, or well below: at its edge a step would come and go.
    let isOther = duration > shown / 2 * 3 || step < shown && duration < shown / 3
    others = isOther ? others + 1 : 0
    if others >= Self.patience {
      shown = step
      others = 0
    }
  }

  /// One poll that takes this much longer is told at once: something is wrong.
  private static func isFar(_ duration: UInt64, above shown: UInt64) -> Bool {
    duration > 100_000_000 && duration / 4 > shown
  }

  static func step(_ duration: UInt64) -> UInt64 {
    if duration < shortest { return shortest - 1 }
    var step = shortest
    while duration > step * 10, step < .max / 100 { step *= 10 }
    return [1, 2, 5, 10].map { $0 * step }.first { duration <= $0 } ?? step
  }
}

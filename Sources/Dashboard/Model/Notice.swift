/// One line for the operator that goes by itself: what an action did, why a key does nothing.
package struct Notice: Equatable, Sendable {
  package enum Level: Sendable {
    case plain
    case good
    case warning
  }

  package let text: String
  package let level: Level
  /// How many more keys and polls it stays.
  var life: Int

  init(_ text: String, _ level: Level = .plain) {
    self.text = text
    self.level = level
    life = 6
  }
}

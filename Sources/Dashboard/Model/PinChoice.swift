import FlowModel

/// The kinds of pin to choose from for one flow, and which the operator stands at.
package struct PinChoice: Sendable {
  package enum Option: String, CaseIterable, Sendable {
    case top
    case slow
    case fast
    case none

    /// Its first letter, which chooses it.
    package var key: Unicode.Scalar { rawValue.unicodeScalars.first ?? " " }
  }

  package struct Item: Sendable {
    package let option: Option
    /// What it means for this flow, in a few words.
    package let meaning: String
    /// What will follow, a sentence each.
    package let consequences: [String]
    /// Why it cannot be chosen, as one sentence.
    package let refusal: String?
    /// Whether the flow is pinned so now.
    package let isNow: Bool
    /// The commands of other tools that come nearest to it.
    let commands: @Sendable (UInt64?) -> [String]
  }

  package let items: [Item]
  package internal(set) var chosen: Option
  /// The place of how long in `spans`.
  private var span = 0

  /// Stands at first at what is most likely wanted, unless it is refused.
  init(_ items: [Item], at wanted: Option) {
    self.items = items
    chosen = items.contains { $0.option == wanted && $0.refusal == nil } ? wanted : .top
  }

  /// How long a pin to a lane can be asked for, in seconds; nil is as long as the flow lives.
  private static let spans: [UInt64?] = [nil, 600, 3600, 28_800, 86_400, LanePins.longest]

  /// Seconds that the pin is to last; nil for as long as the flow lives.
  package var seconds: UInt64? { Self.spans[span] }

  package var item: Item? { items.first { $0.option == chosen } }

  mutating func move(by step: Int) {
    let at = items.firstIndex { $0.option == chosen } ?? 0
    chosen = items[min(max(0, at + step), items.count - 1)].option
  }

  mutating func lengthen(by step: Int) {
    span = min(max(0, span + step), Self.spans.count - 1)
  }
}

import Canvas
import FlowModel

/// The signs before and behind a row's lane letter.
///
/// Before it one of: selected, tagged, pinned on top. Behind it what had no room there, and how a pin
/// to a lane goes. All of them work without colours.
struct RowMarks {
  struct Mark: Equatable {
    let text: String
    let role: Role
  }

  static let tag = "+"

  let first: Mark?
  let second: Mark?

  init(_ cell: FlowCell, isSelected: Bool, _ model: Model) {
    let key = cell.record.key
    let tag = model.listing.tags.contains(key) ? Mark(text: Self.tag, role: .tagged) : nil
    let top =
      model.listing.pins.contains(key)
      ? Mark(text: String(Character(model.settings.glyphs.pin)), role: .tagged) : nil
    let lane = cell.pin.map { Mark(text: $0.sign, role: $0.role) }
    if isSelected {
      first = Mark(text: ">", role: .selected)
      second = tag ?? lane ?? top
    } else {
      first = tag ?? top
      second = lane ?? (tag == nil ? nil : top)
    }
  }
}

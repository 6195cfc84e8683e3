import Canvas
import FlowModel

/// The signs before and behind a row's lane letter.
///
/// Before it one of: selected, tagged, an elephant, pinned on top. Behind it what had no room there, and how a pin
/// to a lane goes. All of them work without colours.
struct RowMarks {
  struct Mark: Equatable {
    let text: String
    let role: Role
  }

  static let tag = "+"
  /// One slow flow that carries much of all traffic, and could be faster.
  static let elephant = "!"

  let first: Mark?
  let second: Mark?

  init(_ cell: FlowCell, isSelected: Bool, _ model: Model) {
    let key = cell.record.key
    let tag = model.listing.tags.contains(key) ? Mark(text: Self.tag, role: .tagged) : nil
    let top =
      model.listing.pins.contains(key)
      ? Mark(text: String(Character(model.settings.glyphs.pin)), role: .tagged) : nil
    let elephant =
      model.moment.elephant?.key == key ? Mark(text: Self.elephant, role: .danger) : nil
    let lane = cell.pin.map { Mark(text: $0.sign, role: $0.role) }
    if isSelected {
      first = Mark(text: ">", role: .selected)
      second = tag ?? lane ?? elephant ?? top
    } else {
      first = tag ?? elephant ?? top
      second = lane ?? (tag == nil && elephant == nil ? nil : tag == nil ? top : elephant ?? top)
    }
  }
}

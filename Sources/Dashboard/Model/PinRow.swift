package import FlowModel

/// A pinned flow as the view of pins lists it: on top, to a lane, or both.
package struct PinRow: Sendable {
  package let key: FlowKey
  /// nil for a flow that is no longer kept.
  package let record: FlowRecord?
  let pin: ShownPin?
  package let isOnTop: Bool
}

extension Model {
  /// The pins of the shown moment: those on top first, then those that fail, then the rest.
  package var pinRows: [PinRow] {
    let moment = moment
    var rows = listing.pins.map { row($0, moment, isOnTop: true) }
    let onTop = Set(listing.pins)
    // A recording may pin a million.
    let others = moment.pins.flows.prefix(Self.mostPins).map(\.key)
      .filter { !onTop.contains($0) && moment.pins[$0] != nil }
      .map { row($0, moment, isOnTop: false) }
    let isFailing = { (row: PinRow) in row.pin?.standing == .failed }
    rows += others.filter(isFailing) + others.filter { !isFailing($0) }
    return rows
  }

  private static let mostPins = 1000

  private func row(_ key: FlowKey, _ moment: Moment, isOnTop: Bool) -> PinRow {
    let record = moment.store.record(key)
    return PinRow(
      key: key, record: record, pin: record.flatMap { moment.pin(of: $0) }, isOnTop: isOnTop)
  }
}

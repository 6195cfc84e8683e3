import Diagnosis
import FlowModel

/// What is found as the records of a poll are gone over.
struct Survey: Sendable {
  var pins = LanePins()
  var heaviest = HeaviestPlaces()
  var failed = FailedOffloads()

  /// Notes a record that lives; `now` is the poll's time.
  mutating func note(
    _ place: Int, _ sketch: RecordTable.Sketch, of records: RecordTable, _ reason: Reason?,
    now: UInt64
  ) {
    if pins.mayPin(sketch.id, hasExtras: sketch.mayHaveExtras) {
      pins.take(records.flow(at: place))
    }
    guard sketch.lane == .slow else { return }
    if let rate = sketch.rate { heaviest.note(place, rate) }
    if reason?.shownCode == .unknown { failed.note(place, of: records, now: now) }
  }
}

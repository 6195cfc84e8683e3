import Canvas
import Diagnosis
import FlowModel

/// What the details tell of pins and actions.
extension PageText {
  /// The flow's pins: to which lane, by what, how long, and whether it holds.
  mutating func writePin(_ record: FlowRecord, _ model: Model) {
    if model.listing.pins.contains(record.key) { field("pin", "on top of the list") }
    if let pin = model.moment.pin(of: record) {
      let terms = pin.terms(at: model.shown.wallTime, offset: model.settings.timeZoneOffset)
      field("pin", "\(pin.pin.lane.rawValue), \(terms)")
      field("", pin.sentence, pin.standing == .failed ? .problem : .text)
    }
    if model.settings.isOwn(record.flow) {
      field("you", "Your own SSH session goes by this flow.", .warning)
    }
  }

  /// The commands that come nearest to what can be done with it.
  mutating func writeCommands(_ record: FlowRecord, _ moment: Moment) {
    let flow = record.flow
    guard !record.hasEnded else { return }
    let pin = moment.pins[record.key]
    let machine = moment.snapshot?.machine ?? Machine()
    var isFirst = true
    for (name, action) in [
      ("To reset it", FlowAction.reset), ("To pin it to fast", .pin(.fast, until: nil)),
      ("To unpin it", .unpin),
    ] {
      guard ActionRefusal.sentence(action, flow, pin: pin, machine: machine) == nil else {
        continue
      }
      if isFirst { section("Acting by hand") }
      isFirst = false
      paragraph("\(name), in steps that flowlanes takes as one:")
      let path = moment.diagnostician.fastPath(for: [flow])
      for command in ActionCommands.of(
        action, flow, pin: pin, fastPath: path, hasTable: moment.pins.hasTable)
      {
        verbatim(command, indent: 4, .dim)
      }
    }
  }
}

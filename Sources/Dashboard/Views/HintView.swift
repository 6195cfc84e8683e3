import Canvas
import Diagnosis
import FlowModel

/// The line between lanes and table: what stands between the operator and the truth.
struct HintView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    guard layout.hint.height > 0, let hint else { return }
    let text = FlowTableView.fitted(hint.text, canvas.width - 1, model.settings.glyphs)
    canvas.put(text, x: 1, y: layout.hint.y, role: hint.role)
  }

  /// Columns that a hint may take.
  private var width: Int { max(0, layout.hint.width - 1) }

  /// The most important thing to know; one at a time.
  var hint: (text: String, role: Role)? {
    if let problem = model.problem { return (problem, .problem) }
    guard let status = model.status else { return model.ending.map { ($0, .notice) } }
    if status.malformed > 0 {
      let example = status.malformedExample.map { ": " + $0 } ?? ""
      return ("\(status.malformed) messages could not be read\(example)", .problem)
    }
    if status.interrupted {
      return ("The table changed while it was read: some flows may be missing.", .warning)
    }
    if let filtered { return (filtered, .notice) }
    if let ending = model.ending { return (ending, .notice) }
    if model.view == .groups {
      let sum = model.groups.kind == .host ? "; a flow counts for both its hosts" : ""
      return (
        "Groups by \(model.groups.kind.name): S slow, F software, H hardware by rate\(sum).", .dim
      )
    }
    if model.view == .flows, let explained { return explained }
    if let elephant = model.shownElephant, let record = model.moment.store.record(elephant.key) {
      return (ElephantText(elephant, record, model).fitted(width), .danger)
    }
    if status.machine.countsFlows == false {
      return (
        "Rates unknown: sysctl net.netfilter.nf_conntrack_acct=1 counts new flows.", .warning
      )
    }
    if let problem = status.flowtableProblem { return (problem, .dim) }
    if let tables = status.flowtables {
      if tables.isEmpty { return ("No flowtable: every flow takes the slow path.", .warning) }
      if let frozen = tables.first(where: { !$0.flags.contains(.counter) }) {
        return (
          "Flowtable \(frozen.name) needs `counter;`: the rates of its flows are unknown.", .warning
        )
      }
    }
    // Without it most reasons cannot be told.
    if status.ruleset == nil, let problem = status.rulesetProblem { return (problem, .dim) }
    return nil
  }

  /// Why the selected flow is not faster, as far as one line holds it.
  private var explained: (text: String, role: Role)? {
    let moment = model.moment
    guard let key = model.listing.selection, let record = moment.store.record(key),
      !record.hasEnded
    else { return nil }
    // A pin that does what it promises is the reason itself; else it goes before any reason.
    if let pin = moment.pin(of: record), pin.standing != .held {
      return (pin.sentence, pin.standing == .failed ? .problem : .warning)
    }
    guard let explanation = moment.diagnostician.explain(record.flow, record.history) else {
      return nil
    }
    let role: Role = explanation.reason.shownCode.canBeMended ? .warning : .dim
    return ("\(explanation.reason.label): \(explanation.text)", role)
  }

  /// What the filter leaves, with its total rate.
  private var filtered: String? {
    let listing = model.listing
    let parts = listing.narrowings
    guard !parts.isEmpty else { return nil }
    let flows: Int
    let rate: Double
    if model.view == .groups {
      let totals = model.groups.totals
      flows = totals.flows
      rate = Lane.allCases.reduce(0) { $0 + totals[$1].rate }
    } else {
      flows = listing.sum.flows
      rate = listing.sum.rate
    }
    let amount = Quantity.rate(rate, model.settings.units)
    let all = Quantity.count(model.shown.totals.flows)
    return "\(parts.joined(separator: ", ")): \(Quantity.count(flows)) of \(all) flows, \(amount)"
  }
}

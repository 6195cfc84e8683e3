import Dashboard
import FlowModel
import Glibc
import Netfilter

/// Carries an action out for a command: asks first, tells what came of it, ends with the exit status.
nonisolated struct ActionRun {
  let action: FlowAction
  let options: ActionOptions
  /// Some flows were not reached: DESIGN's "some flows survived".
  static let survived: Int32 = 2

  /// Ends the program as DESIGN's exit statuses say, once nothing is left to be done.
  static func end(_ results: [ActionResult]) {
    if results.contains(where: { $0.outcome.why != nil }) { exit(survived) }
  }

  /// Acts on these targets; returns what was done, or nothing for a dry run.
  func run(_ targets: ActionTargets) throws -> [ActionResult] {
    var targets = targets
    guard !targets.flows.isEmpty else { throw CommandFailure("no flow matches", status: 1) }
    if options.dryRun {
      plan(targets)
      return []
    }
    let configuration = try options.settled()
    if configuration.isReadOnly {
      let why = options.readOnly == true ? "--read-only" : "read-only in the configuration"
      throw CommandFailure("nothing was done: \(why) refuses every action", status: 64)
    }
    let log = configuration.log.isEmpty ? nil : try ActionLog(configuration.log)
    guard try isAllowed(&targets) else { throw CommandFailure("nothing was done", status: 1) }
    let request = targets.request(action)
    let progress = ActionProgress(all: request.flows.count)
    let results = Blocking.wait {
      await FlowController().perform(request) { progress.show($0) }
    }
    progress.end()
    log?.append(action, results)
    var report = ActionReport(action, json: options.json)
    for result in results { report.write(result) }
    report.finish()
    return results
  }

  private func plan(_ targets: ActionTargets) {
    var report = ActionReport(action, json: options.json)
    for flow in targets.flows {
      let refusal = targets.refusal(action, flow)
      report.write(ActionResult(flow, refusal.map { .refused($0) } ?? .done(nil)), planned: true)
    }
    report.finish()
  }

  /// Whether the operator wants it: asked on the terminal, or said with --yes.
  private func isAllowed(_ targets: inout ActionTargets) throws -> Bool {
    // No other action can cut it.
    let session = action == .flush ? OwnSession.find() : nil
    let isDangerous = targets.flows.contains { session?.isCarried(by: $0) ?? false }
    if options.yes {
      if isDangerous && !options.ownSession {
        targets.keep { !(session?.isCarried(by: $0) ?? false) }
        CommandFailure(
          "your own SSH session is left out; --own-session flushes it too", status: 0
        ).write()
        if targets.flows.isEmpty { return false }
      }
      return true
    }
    guard ActionQuestion.canAsk else {
      throw CommandFailure("nobody can be asked here: say --yes, or --dry-run first", status: 64)
    }
    let flows = targets.flows
    let verb = action.words
    var lines = flows.prefix(3).map { flow in
      let total = flow.totalBytes.map { ", \(Quantity.bytes($0)) so far" } ?? ""
      return "  \(flow.line)  (\(flow.lane.name)\(total))"
    }
    if flows.count > 3 { lines.append("  and \(Quantity.count(flows.count - 3)) more") }
    if !targets.filter.isEmpty { lines.insert("  \(targets.filter)", at: 0) }
    lines.append(consequence(targets.snapshot.machine))
    let count = flows.count == 1 ? "this flow" : "these \(Quantity.count(flows.count)) flows"
    guard ActionQuestion.ask(lines, "\(verb): \(count)?") else { return false }
    guard isDangerous else { return true }
    return ActionQuestion.ask([], "Your own SSH session is among them. Flush it too?")
  }

  private func consequence(_ machine: Machine) -> String {
    switch action {
    case .flush:
      switch machine.picksUpMidStream {
      case false?:
        "nf_conntrack_tcp_loose is 0: TCP connections die where a rule drops invalid packets."
      default: "Connections come back with their next packet; translated ones may be reset."
      }
    case .reset: "Connections go on; what offloads them is torn down and made anew."
    case .pin(.slow, _): "Connections go on; they stay on the slow path, whatever the rules say."
    case .pin(.fast, _):
      "A table of ours, inet flowlanes, offloads them; it sees only what your rules accepted."
    case .unpin: "Connections go on; your rules decide again."
    }
  }
}

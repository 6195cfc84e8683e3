import ArgumentParser
import FlowModel
import Netfilter

/// Deletes entries: `flowlanes flush FILTER`.
struct FlushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flush",
    abstract: "Deletes the conntrack entries of flows, which ends their offload too.",
    discussion: """
      Asks first, on a terminal; elsewhere --yes must say so. Each entry is deleted by zone, tuple and id: \
      what has become another flow meanwhile stays. Ends with 2 when some flows survived.
      """)

  @Argument(help: "Which flows: tcp port 443, or any text; see flowlanes list --help.")
  var filter: [String]

  @Flag(help: "Wait, and tell whether each flow came back and in which lane (of ten at most).")
  var follow = false

  @OptionGroup var options: ActionOptions

  func run() throws {
    let targets = try ActionTargets(filter, options, needsRuleset: false)
    let results = try ActionRun(action: .flush, options: options).run(targets)
    if follow || StandardOutput.isTerminal { tellWhatFollows(results) }
    ActionRun.end(results)
  }

  private func tellWhatFollows(_ results: [ActionResult]) {
    let flushed = results.filter { $0.outcome == .done(nil) }.map(\.flow)
    guard flushed.count <= FlowController.mostFollowed else { return }
    var report = ActionReport(.flush, json: options.json)
    let controller = FlowController()
    let followed = Blocking.wait {
      await withTaskGroup(of: (Flow, Aftermath?).self) { group in
        for flow in flushed { group.addTask { (flow, await controller.follow(flow)) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    for case (let flow, let aftermath?) in followed { report.write(flow, aftermath) }
  }
}

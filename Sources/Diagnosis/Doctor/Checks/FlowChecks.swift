import FlowModel

// What the flows themselves show.
extension Examination {
  /// How many flows are looked at: a table may have millions, and a few show what is wrong.
  private static let most = 2_000

  /// Devices that keep flows from the fast path which the ruleset would offload.
  func flowDevices() -> [Check] {
    guard let main = flowtables.first, snapshot.ruleset != nil, snapshot.routes != nil else {
      return []
    }
    var diagnostician = Diagnostician()
    diagnostician.update(snapshot)
    var counts: [String: Int] = [:]
    var examples: [String: Explanation] = [:]
    for flow in snapshot.flows.prefix(Self.most) {
      guard let reason = diagnostician.reason(flow), reason.certainty >= .likely,
        reason.code == .inputDevice || reason.code == .outputDevice
          || reason.code == .halfOffloaded,
        let explanation = diagnostician.explain(flow), let device = explanation.device
      else { continue }
      examples[device] = examples[device] ?? explanation
      counts[device, default: 0] += 1
    }
    let worst = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    guard let (device, count) = worst.first.map({ ($0.key, $0.value) }) else { return [] }
    // It may be in another flowtable than the one that its flows' rule names.
    let isElsewhere = flowtables.contains { $0.lists(device) }
    let below = link(device).map { hookDevices(below: $0, depth: 0) } ?? [device]
    return [
      Check(
        "flow-devices", .warn,
        "\(device) is \(isElsewhere ? "not in the flowtable that their rule names" : "in no flowtable"),"
          + " which keeps \(count) \(count == 1 ? "flow" : "flows") slow.",
        isElsewhere
          ? examples[device]?.remedies ?? [] : devicesRemedies(main, adding: below))
    ]
  }

  /// Flows that no rule offloads, when none is offloaded though there are some to be.
  ///
  /// Rules may leave out what they like; that they leave out everything is worth a word.
  func flowRules() -> [Check] {
    guard offloadedCount == 0, !flowtables.isEmpty, snapshot.ruleset != nil, snapshot.routes != nil
    else { return [] }
    var diagnostician = Diagnostician()
    diagnostician.update(snapshot)
    var count = 0
    var example: Explanation?
    for flow in snapshot.flows.prefix(Self.most) where flow.l4 == .tcp || flow.l4 == .udp {
      guard let reason = diagnostician.reason(flow), reason.certainty >= .likely else { continue }
      switch reason.code {
      case .noRule:
        count += 1
        example = example ?? diagnostician.explain(flow)
      // These would be offloaded, or never are.
      case .idle, .waiting, .unreplied, .notEstablished, .closing: return []
      default: break
      }
    }
    guard let example else { return [] }
    return [
      Check(
        "flow-rules", .warn,
        "No flow is offloaded, and of \(count) that could be no rule offloads any. Of one of them:"
          + " \(example.text)", example.remedies)
    ]
  }
}

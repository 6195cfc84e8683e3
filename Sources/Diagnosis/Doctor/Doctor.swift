package import FlowModel

/// Checks everything that offloading needs.
package struct Doctor: Sendable {
  package init() {}

  /// Every check: what failed first, then what is doubtful, then what is well.
  ///
  /// Within each, in order of importance: what is broken at the root stands before what follows from
  /// it. What cannot be told from the snapshot is left out.
  package func examine(_ snapshot: Snapshot) -> [Check] {
    let checks = Self.all(Examination(snapshot))
    return checks.filter { $0.outcome == .fail } + checks.filter { $0.outcome == .warn }
      + checks.filter { $0.outcome == .pass }
  }

  /// The checks from the root up; where a root is broken, what stands on it is not looked at.
  private static func all(_ examination: Examination) -> [Check] {
    var checks = examination.privileges()
    guard !checks.hasFailed else { return checks }
    checks += examination.conntrack() + examination.forwarding() + examination.tracking()
    checks += examination.support()
    if !checks.hasFailed || examination.snapshot.flowtables?.isEmpty == false {
      checks += examination.anyFlowtable()
    }
    checks += flowtables(examination)
    checks += examination.fill() + examination.accounting() + examination.timeouts()
    checks += others(examination)
    return checks
  }

  private static func flowtables(_ examination: Examination) -> [Check] {
    let tables = examination.flowtables
    guard !tables.isEmpty else { return [] }
    var checks = tables.flatMap {
      examination.missingDevices($0) + examination.downDevices($0) + examination.upperDevices($0)
    }
    checks.say("flowtable-devices", "Every device of the flowtables is there and up.")
    // A device that is missing or down explains why another seems left out.
    if !checks.hasFailed { checks += examination.coverage() }
    var rules = tables.flatMap { examination.offloadRule($0) } + examination.dormantTables()
    if !rules.hasFailed {
      rules += examination.hooks() + examination.ruleDevices() + examination.emptySets()
      rules += examination.families()
    }
    if !rules.hasFailed && examination.offloadRules?.isEmpty == false {
      rules.say("offload-rule", "A rule offloads flows from the forward hook.")
    }
    if !rules.hasFailed { rules += examination.reach() }
    checks += rules
    if !checks.hasFailed { checks += examination.flowDevices() + examination.flowRules() }
    var hardware = tables.flatMap { examination.hardware($0) }
    if tables.contains(where: { $0.flags.contains(.offload) }) {
      hardware.say("hardware-offload", "Hardware may be asked to forward.")
    }
    var counters = tables.flatMap { examination.counter($0) }
    counters.say("flowtable-counter", "The flowtables count what they forward.")
    return checks + hardware + counters + examination.overlap()
      + tables.flatMap { examination.mtu($0) }
  }

  private static func others(_ examination: Examination) -> [Check] {
    guard !examination.flowtables.isEmpty else { return examination.ipsec() }
    var checks =
      examination.bridgeNetfilter() + examination.queueing() + examination.ingressRedirect()
    checks.say("others", "No bridge and no queueing discipline stands in the way of offloading.")
    return checks + examination.ipsec()
  }
}

extension [Check] {
  fileprivate var hasFailed: Bool { contains { $0.outcome == .fail } }

  /// Says that all is well, when nothing was complained of.
  fileprivate mutating func say(_ id: String, _ text: String) {
    if isEmpty { append(Check(id, .pass, text)) }
  }
}

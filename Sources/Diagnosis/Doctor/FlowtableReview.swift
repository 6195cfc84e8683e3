package import FlowModel

/// What is wrong with a flowtable, for its view and for the doctor.
package struct FlowtableReview: Hashable, Sendable {
  package struct Device: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
      case up
      case down
      /// No device of this name is there.
      case missing
      /// A name with `*`, which stands for every device that begins so.
      case pattern
      /// The devices could not be read.
      case unknown
    }

    package var name: String
    package var state: State

    package init(name: String, state: State) {
      self.name = name
      self.state = state
    }
  }

  package var flowtable: Flowtable
  package var devices: [Device]
  /// How many rules offload to it, as the ruleset shows; nil when it was not read.
  package var rules: Int?
  /// What is wrong, worst first.
  package var findings: [Check]

  package init(
    flowtable: Flowtable, devices: [Device] = [], rules: Int? = nil, findings: [Check] = []
  ) {
    self.flowtable = flowtable
    self.devices = devices
    self.rules = rules
    self.findings = findings
  }

  /// Reviews one flowtable as a snapshot shows it.
  package static func review(_ flowtable: Flowtable, in snapshot: Snapshot) -> FlowtableReview {
    let examination = Examination(snapshot)
    var findings =
      examination.missingDevices(flowtable) + examination.downDevices(flowtable)
      + examination.upperDevices(flowtable)
    if flowtable.table != "flowlanes" { findings += examination.offloadRule(flowtable) }
    findings += examination.hardware(flowtable) + examination.counter(flowtable)
    if flowtable.flags.contains(.counter), snapshot.machine.countsFlows == false {
      findings += examination.accounting()
    }
    findings += examination.mtu(flowtable)
    return FlowtableReview(
      flowtable: flowtable,
      devices: flowtable.devices.map { Device(name: $0, state: state(of: $0, examination)) },
      rules: examination.rules(of: flowtable)?.count,
      findings: findings.filter { $0.outcome == .fail } + findings.filter { $0.outcome == .warn })
  }

  private static func state(of name: String, _ examination: Examination) -> Device.State {
    if name.hasSuffix("*") { return .pattern }
    guard let link = examination.link(name) else {
      return examination.snapshot.links.isEmpty ? .unknown : .missing
    }
    return link.isUp ? .up : .down
  }
}

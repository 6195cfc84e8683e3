import FlowModel

/// The flowtable asks hardware, which has not taken the flow over: not yet, or not at all.
///
/// A refusal leaves no trace; only time tells the two apart.
enum HardwareProgressRule: ReasonRule {
  /// Nanoseconds within which drivers answer; the kernel asks again once a second.
  private static let patience: UInt64 = 5_000_000_000

  static func judge(_ flow: FlowCase) -> Reason? {
    guard HardwareText.isFlagged(flow) else { return nil }
    guard let age = age(flow) else { return Reason(.hardwareRefused, .unknown) }
    return Reason(age < patience ? .hardwarePending : .hardwareRefused, .likely)
  }

  /// For how long it has been in software at least; nil when that was not watched.
  private static func age(_ flow: FlowCase) -> UInt64? {
    guard let history = flow.history else { return nil }
    if let since = history.laneSince { return history.now - min(since, history.now) }
    let watched = history.now - min(history.firstSeen, history.now)
    // There at first sight: it may be young or old until it was watched for long enough.
    return watched >= patience ? watched : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let steps =
      flow.routeSteps + DeviceText.steps(flow)
      + HardwareText.devices(flow).map { HardwareText.step($0, flow) }
    if reason.code == .hardwarePending {
      return Explanation(
        reason, "Hardware was asked to take it over a moment ago.", steps: steps,
        remedies: [Remedy("Nothing is to be mended: wait some seconds.")])
    }
    return Explanation(
      reason,
      reason.certainty == .unknown
        ? "Hardware has not taken it over: it refused, or was asked a moment ago."
        : "Hardware was asked to take it over and has not: the driver refused, or its table is full.",
      steps: steps, device: HardwareText.devices(flow).first?.name,
      remedies: [
        Remedy(
          "The driver may say why.", command: "dmesg | tail -n 50"),
        Remedy(
          "Both devices must belong to the same switch or network card; VLANs, PPPoE and GRE ask more "
            + "of a driver."),
      ])
  }
}

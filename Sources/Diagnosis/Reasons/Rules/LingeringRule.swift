import FlowModel

/// From 6.14 on, a connection that has ended keeps its flag until the flowtable's timeout.
///
/// Its state is hidden while it has the flag: what shows is that hardware let it go and that it is
/// silent, or the silence alone.
enum LingeringRule: ReasonRule {
  /// Nanoseconds of silence before it says anything.
  private static let silence: UInt64 = 10_000_000_000

  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.flow.l4 == .tcp, flow.around.behavior.lingers == true,
      let watched = Silence(flow).watched, watched > 0, let history = flow.history
    else { return nil }
    // A FIN takes the rule out of hardware at once; nothing else does while packets come.
    if history.wasFaster { return Reason(.lingering, .likely) }
    let counts =
      flow.around.flowtables.map { tables in
        !tables.isEmpty && tables.allSatisfy { $0.flags.contains(.counter) }
      } ?? false
    return counts && history.moved != nil && watched >= silence
      ? Reason(.lingering, .unknown) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let (timeout, _) = flow.around.flowtableTimeout(.tcp)
    return Explanation(
      reason,
      "It may have ended: no packet comes, and \(flow.kernelWord) keeps the flag for \(timeout) s "
        + "after the last one.",
      remedies: [Remedy("Nothing is to be mended: it goes by itself.")])
  }
}

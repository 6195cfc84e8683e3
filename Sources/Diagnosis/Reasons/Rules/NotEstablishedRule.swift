import FlowModel

/// TCP is offloaded once it is established, and packets went both ways after that.
enum NotEstablishedRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.flow.l4 == .tcp, let state = flow.flow.state, !state.isClosing else { return nil }
    let isEstablished = state.rawValue == 3
    // 5.10 lacks both tests: there it hangs on the rules.
    let isSure = flow.around.behavior.requiresEstablished
    if isEstablished && (flow.flow.status.contains(.assured) || isSure == false) { return nil }
    // Picked up in mid-stream, one end has not been heard yet.
    let code: ReasonCode = isEstablished && !flow.hasAnswer ? .unreplied : .notEstablished
    return Reason(code, isSure == true ? .certain : .likely)
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let state = flow.flow.state?.name ?? "unknown"
    let text =
      if reason.code == .unreplied {
        "Packets went one way only so far: no answer from \(flow.far) was seen."
      } else if state == "ESTABLISHED" {
        "The kernel does not count the connection as assured yet, which offloading waits for."
      } else {
        "The TCP connection is not established yet (\(state))."
      }
    var remedies = [Remedy("It passes by itself once both ends have answered.")]
    if reason.code == .unreplied || state == "SYN_SENT" {
      remedies.append(Remedy("If it stays so, look whether answers come back by this router."))
    }
    return Explanation(reason, text, steps: flow.routeSteps, remedies: remedies)
  }
}

import FlowModel

// How explanations speak of a flow.
extension FlowCase {
  /// `10.0.1.2`: where the flow began.
  var near: String { flow.orig.source.text }
  /// Where it goes, after destination NAT.
  var far: String { flow.reply.source.text }

  /// `TCP`, `UDP`, or the protocol's own name.
  var protocolWord: String {
    switch flow.l4 {
    case .tcp, .udp, .gre, .sctp, .icmp, .dccp: flow.l4.name.uppercased()
    case .icmpv6: "ICMPv6"
    default: "Protocol \(flow.l4.name)"
    }
  }

  /// `Linux 6.12`, or what is said of a kernel that does not say its version.
  var kernelWord: String {
    guard let version = around.behavior.version else { return "This kernel" }
    return "Linux \(version.major).\(version.minor)"
  }

  /// A flowtable by its full name: `inet filter f`.
  func name(_ flowtable: Flowtable) -> String {
    "\(flowtable.family) \(flowtable.table) \(flowtable.name)"
  }

  /// The name of the device that the packets of a direction are expected to come in by.
  func deviceName(_ direction: Ruleset.CtDirection) -> String? {
    (direction == .original ? path.input : path.output).devices.first.map(around.name(of:))
  }

  /// The routes of the flow, a sentence for each direction.
  var routeSteps: [String] {
    guard around.hasRoutes else { return ["The routes could not be read."] }
    return [
      step(path.output, to: far, "Packets"), step(path.input, to: near, "Answers"),
    ]
  }

  private func step(_ answer: RouteAnswer, to address: String, _ packets: String) -> String {
    let targets = answer.targets.map { target in
      switch target {
      case .device(let device, let gateway):
        "out by \(around.name(of: device))" + (gateway.map { " through \($0.text)" } ?? "")
      case .local: "to this machine itself"
      case .broadcast: "to everybody on the link"
      case .unreachable: "nowhere: no route leads there"
      }
    }
    guard !targets.isEmpty else {
      return "Where \(packets.lowercased()) to \(address) go is not known."
    }
    let doubt = answer.isComplete ? "" : ", as far as routes tell"
    return "\(packets) to \(address) go \(targets.joined(separator: ", or "))\(doubt)."
  }
}

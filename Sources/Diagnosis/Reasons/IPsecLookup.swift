import FlowModel

/// Tells whether IPsec transforms packets, as far as its policies tell.
struct IPsecLookup: Sendable {
  let policies: [IPsecPolicy]?
  let links: LinkGraph

  /// Packets of one direction of a flow, after destination NAT and before source NAT.
  struct Question {
    var source: Address
    var destination: Address
    var family: Family
    var l4: L4Protocol
    var sourcePort: UInt16
    var destinationPort: UInt16
    /// The devices that they come in and go out by, as routing tells.
    var inputs: [UInt32]
    var outputs: [UInt32]
  }

  /// Whether the packets arrive decrypted: such a packet never offloads its flow (`skb_sec_path`).
  func arrivesDecrypted(_ question: Question) -> Walk.Truth {
    if question.inputs.contains(where: isTunnel) { return .yes }
    return finds(question, .forward, question.inputs)
  }

  /// Whether the packets leave encrypted: their flow may be offloaded, and needs no device for it.
  func leavesEncrypted(_ question: Question) -> Walk.Truth {
    if question.outputs.contains(where: isTunnel) { return .yes }
    return finds(question, .out, question.outputs)
  }

  private func isTunnel(_ device: UInt32) -> Bool {
    ["xfrm", "vti", "vti6"].contains(links[device]?.kind ?? "")
  }

  private func finds(
    _ question: Question, _ direction: IPsecPolicy.Direction, _ devices: [UInt32]
  ) -> Walk.Truth {
    guard let policies else { return .unknown }
    let found = policies.contains { policy in
      policy.direction == direction && policy.transforms && policy.interfaceID == nil
        && policy.family == question.family && policy.selects(question)
        && (policy.link == 0 || devices.isEmpty || devices.contains(policy.link))
    }
    return found ? .yes : .no
  }
}

extension IPsecPolicy {
  fileprivate func selects(_ packet: IPsecLookup.Question) -> Bool {
    source.contains(packet.source) && destination.contains(packet.destination)
      && l4 ?? packet.l4 == packet.l4
      && (packet.sourcePort ^ sourcePort) & sourcePortMask == 0
      && (packet.destinationPort ^ destinationPort) & destinationPortMask == 0
  }
}

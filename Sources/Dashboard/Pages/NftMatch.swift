package import FlowModel

/// The packets of a flow's orig direction as a rule of nft(8) matches them: to trace or to count them.
package enum NftMatch {
  package static func text(_ flow: Flow) -> String {
    let tuple = flow.orig
    let family = tuple.family == .ipv6 ? "ip6" : "ip"
    var words = ["\(family) saddr \(tuple.source.text) \(family) daddr \(tuple.destination.text)"]
    switch flow.l4 {
    case .icmp: words.append("icmp id \(tuple.icmpID)")
    case .icmpv6: words.append("icmpv6 id \(tuple.icmpID)")
    case .tcp, .udp, .sctp, .dccp, .udplite:
      words.append(
        "\(flow.l4.name) sport \(tuple.sourcePort) \(flow.l4.name) dport \(tuple.destinationPort)")
    default: words.append("meta l4proto \(flow.l4.name)")
    }
    if flow.zone.id != 0 { words.append("ct zone \(flow.zone.id)") }
    return words.joined(separator: " ")
  }
}

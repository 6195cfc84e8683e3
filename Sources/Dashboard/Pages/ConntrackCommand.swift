package import FlowModel

/// The conntrack(8) command that does the same: to copy, to audit, to learn from.
package enum ConntrackCommand {
  package static func list(_ flow: Flow) -> String { "conntrack -L " + selector(flow) }

  /// Deletes by tuple and zone; conntrack(8) itself cannot name an id.
  package static func delete(_ flow: Flow) -> String { "conntrack -D " + selector(flow) }

  /// Makes the entry as it is: what a reset does, though not in the one step that it takes.
  package static func insert(_ flow: Flow) -> String {
    var words = ["conntrack -I", selector(flow, namesFamily: false)]
    for part in flow.translation {
      let port = flow.l4.hasPorts ? ":\(part.port)" : ""
      let address = flow.orig.family == .ipv6 ? "[\(part.address.text)]" : part.address.text
      words.append((part.side == .source ? "--src-nat " : "--dst-nat ") + address + port)
    }
    if flow.l4 == .tcp { words.append("--state ESTABLISHED") }
    words.append("-u SEEN_REPLY,ASSURED -t \(flow.timeout ?? 86_400)")
    if let mark = flow.mark, mark != 0 { words.append("-m \(mark)") }
    return words.joined(separator: " ")
  }

  /// With `-I` conntrack(8) takes no `-f`: the addresses tell.
  private static func selector(_ flow: Flow, namesFamily: Bool = true) -> String {
    let tuple = flow.orig
    var words = namesFamily && tuple.family == .ipv6 ? ["-f", "ipv6"] : []
    words += ["-p", flow.l4 == .icmpv6 ? "icmpv6" : flow.l4.name]
    words += ["-s", tuple.source.text, "-d", tuple.destination.text]
    switch flow.l4 {
    case .gre:
      words += ["--srckey", String(tuple.sourcePort), "--dstkey", String(tuple.destinationPort)]
    case .icmp, .icmpv6:
      let prefix = flow.l4 == .icmp ? "--icmp" : "--icmpv6"
      words += [
        "\(prefix)-type", String(tuple.icmpType), "\(prefix)-code", String(tuple.icmpCode),
        "\(prefix)-id", String(tuple.icmpID),
      ]
    default:
      if flow.l4.hasPorts {
        words += ["--sport", String(tuple.sourcePort), "--dport", String(tuple.destinationPort)]
      }
    }
    if flow.zone.id != 0 {
      let option =
        switch flow.zone.direction {
        case .both: "-w"
        case .orig: "--orig-zone"
        case .reply: "--reply-zone"
        }
      words += [option, String(flow.zone.id)]
    }
    return words.joined(separator: " ")
  }
}

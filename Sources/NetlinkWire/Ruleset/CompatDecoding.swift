import FlowModel

// The expressions of iptables-nft for extensions that it does not translate: `match` and `target`.
extension Ruleset.Expression {
  /// A match of xtables(8), whose name is told in `detail`.
  static func match(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression] {
    let name = fields.text(CompatAttribute.name, bytes)
    // It is there to be read, and matches always.
    if name == "comment" { return [.statement(name: "comment")] }
    return [.undecidable(name: "match", detail: name, into: nil, length: 0)]
  }

  /// A target of xtables(8).
  static func target(_ bytes: RawSpan, _ fields: ExpressionFields) -> Ruleset.Expression {
    let name = fields.text(CompatAttribute.name, bytes)
    switch name {
    case "REJECT":
      return .reject
    case "NFQUEUE", "SYNPROXY", "TPROXY":
      return .takesAway(name: name ?? "")
    // XT_CONTINUE, and nothing that a rule after it could ask a conntrack entry for.
    case "LOG", "NFLOG", "TCPMSS", "TCPOPTSTRIP", "TTL", "HL", "DSCP", "TOS", "ECN", "CLASSIFY",
      "TRACE", "CHECKSUM", "TEE", "AUDIT", "RATEEST", "LED", "SECMARK", "CONNSECMARK",
      // NAT, in chains that are no filters.
      "SNAT", "DNAT", "MASQUERADE", "REDIRECT", "NETMAP":
      return .statement(name: name ?? "")
    default:
      return .undecidable(name: "target", detail: name, into: nil, length: 0)
    }
  }
}

import FlowModel

// Expressions that ask for what no conntrack entry tells, and what they fill.
extension Ruleset.Expression {
  static func undecidable(
    _ name: String, _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    switch name {
    case "limit":
      return .undecidable(name: name, detail: try limit(bytes, fields), into: nil, length: 0)
    case "quota", "connlimit":
      return .undecidable(name: name, detail: nil, into: nil, length: 0)
    case "exthdr":
      guard fields[ExthdrAttribute.destination] != nil else {
        // It sets or strips a TCP option, and ends the rule for a packet that cannot have it.
        return .undecidable(name: name, detail: nil, into: nil, length: 0)
      }
      let length = try fields.length(ExthdrAttribute.length, bytes)
      return try filling(name, bytes, fields, ExthdrAttribute.destination, max(length, 4))
    // The first attribute is the destination; the longest are IPv6 addresses and names.
    case "rt", "osf", "xfrm": return try filling(name, bytes, fields, 1, 16)
    case "numgen": return try filling(name, bytes, fields, 1, 4)
    case "hash", "tunnel": return try filling(name, bytes, fields, 2, 4)
    // NFT_SOCKET_CGROUPV2 takes eight octets.
    case "socket": return try filling(name, bytes, fields, 2, 8)
    case "inner":
      guard let expression = fields[InnerAttribute.expression],
        let into = decode(bytes, expression).first
      else { return .unknown(name) }
      switch into {
      case .payload(_, _, let length, let register):
        return .undecidable(name: name, detail: nil, into: register, length: length)
      case .meta(_, let register):
        return .undecidable(name: name, detail: nil, into: register, length: 16)
      default: return .unknown(name)
      }
    default: return .unknown(name)
    }
  }

  private static func filling(
    _ name: String, _ bytes: RawSpan, _ fields: ExpressionFields, _ attribute: UInt16, _ length: Int
  ) throws(DecodeError) -> Ruleset.Expression {
    let register = try fields.register(attribute, bytes)
    return .undecidable(
      name: name, detail: nil, into: register,
      length: min(length, Ruleset.Register.size - register.offset))
  }

  /// As nft(8) writes it: `10/second`, `over 5 mbytes/minute`.
  private static func limit(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> String? {
    guard let rate = fields[LimitAttribute.rate], let unit = fields[LimitAttribute.unit] else {
      return nil
    }
    let number = try bytes.big(UInt64.self, rate, "NFTA_LIMIT_RATE")
    let units: [UInt64: String] = [
      1: "second", 60: "minute", 3600: "hour", 86400: "day", 604_800: "week",
    ]
    let seconds = try bytes.big(UInt64.self, unit, "NFTA_LIMIT_UNIT")
    let per = units[seconds] ?? "\(seconds) s"
    // NFT_LIMIT_F_INV and NFT_LIMIT_PKT_BYTES.
    let over = (try fields.number(LimitAttribute.flags, bytes) ?? 0) & 1 != 0
    let isBytes = try fields.number(LimitAttribute.type, bytes) == 1
    return (over ? "over " : "") + "\(number)" + (isBytes ? " bytes" : "") + "/" + per
  }
}

import FlowModel

// The expressions of iptables-nft for extensions that it does not translate: `match` and `target`.
// Their data are the structs of include/uapi/linux/netfilter/xt_*.h, in host order. Those that decide
// about whole connections, or change marks, are told as the native expressions that do the same.
extension Ruleset.Expression {
  /// A register that the rest of such a rule leaves alone: it is not the first.
  private static let scratch = Ruleset.Register(offset: 48)

  /// A match of iptables-extensions(8), whose name is told in `detail`.
  static func match(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression] {
    let name = fields.text(CompatAttribute.name, bytes)
    switch name {
    // It is there to be read, and matches always.
    case "comment": return [.statement(name: "comment")]
    case "conntrack":
      if let state = try conntrackState(bytes, fields) { return state }
    case "multiport":
      if let ports = try ports(bytes, fields) { return ports }
    case "addrtype":
      if let type = try addressType(bytes, fields) { return type }
    default: break
    }
    return [.undecidable(name: "match", detail: name, into: nil, length: 0)]
  }

  /// A target of iptables-extensions(8).
  static func target(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression] {
    let name = fields.text(CompatAttribute.name, bytes)
    switch name {
    case "REJECT":
      return [.reject]
    case "NFQUEUE", "TPROXY":
      return [.takesAway(name: name ?? "")]
    case "CT", "NOTRACK":
      return [.statement(name: isUntracking(name, bytes, fields) ? "notrack" : name ?? "")]
    case "MARK":
      if let mark = try setMark(bytes, fields) { return mark }
    case "CONNMARK":
      if let mark = try connectionMark(bytes, fields) { return mark }
    // XT_CONTINUE, and nothing that a rule after it could ask a conntrack entry for.
    case "LOG", "NFLOG", "TCPMSS", "TCPOPTSTRIP", "TTL", "HL", "DSCP", "TOS", "ECN", "CLASSIFY",
      "TRACE", "CHECKSUM", "TEE", "AUDIT", "RATEEST", "LED", "SECMARK", "CONNSECMARK",
      // NAT, in chains that are no filters.
      "SNAT", "DNAT", "MASQUERADE", "REDIRECT", "NETMAP":
      return [.statement(name: name ?? "")]
    default: break
    }
    return [.undecidable(name: "target", detail: name, into: nil, length: 0)]
  }

  /// `-m conntrack --ctstate`, and `-m state`, when they ask for nothing else.
  private static func conntrackState(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression]? {
    // struct xt_conntrack_mtinfo2 and 3 are the same up to the state.
    guard let revision = try fields.number(CompatAttribute.revision, bytes), 2...3 ~= revision,
      let info = fields[CompatAttribute.info], info.length >= 152
    else { return nil }
    let asked = bytes.host(UInt16.self, at: info.start + 146)
    let inverted = bytes.host(UInt16.self, at: info.start + 148)
    let states = bytes.host(UInt16.self, at: info.start + 150)
    // XT_CONNTRACK_STATE, and the flag that `-m state` asked for it.
    guard asked & 1 != 0, asked & ~0x2001 == 0 else { return nil }
    // Invalid, established, related and new are the bits of NF_CT_STATE_*; untracked is another.
    guard states & ~0x10f == 0 else { return nil }
    let mask = UInt32(states & 0xf) | (states & 0x100 != 0 ? 0x40 : 0)
    let none = [UInt8](repeating: 0, count: 4)
    return [
      .ct(.state, direction: nil, into: scratch),
      .mask(scratch, into: scratch, mask: octets(mask), xor: none),
      .compare(inverted & 1 != 0 ? .equal : .notEqual, scratch, none),
    ]
  }

  /// `-m multiport`, of source or destination: `struct xt_multiport_v1`.
  private static func ports(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression]? {
    guard try fields.number(CompatAttribute.revision, bytes) == 1,
      let info = fields[CompatAttribute.info], info.length >= 48
    else { return nil }
    let side = bytes.host(UInt8.self, at: info.start)
    let count = Int(bytes.host(UInt8.self, at: info.start + 1))
    // XT_MULTIPORT_SOURCE and _DESTINATION; the third is either of them.
    guard side < 2, count <= 15 else { return nil }
    var ranges: [Ruleset.ValueRange] = []
    var index = 0
    while index < count {
      let from = bytes.host(UInt16.self, at: info.start + 2 + 2 * index)
      // Its flag says that the next one is where it ends.
      if bytes.host(UInt8.self, at: info.start + 32 + index) != 0 { index += 1 }
      guard index < count else { return nil }
      let to = bytes.host(UInt16.self, at: info.start + 2 + 2 * index)
      ranges.append(Ruleset.ValueRange(from: big(from), to: big(to)))
      index += 1
    }
    let inverted = bytes.host(UInt8.self, at: info.start + 47) != 0
    return [
      .payload(base: .transport, offset: 2 * Int(side), length: 2, into: scratch),
      .among(scratch, ranges, inverted: inverted),
    ]
  }

  /// `-m addrtype --dst-type`, when it asks for nothing else: `struct xt_addrtype_info_v1`.
  private static func addressType(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression]? {
    guard try fields.number(CompatAttribute.revision, bytes) == 1,
      let info = fields[CompatAttribute.info], info.length >= 8,
      bytes.host(UInt16.self, at: info.start) == 0
    else { return nil }
    let types = bytes.host(UInt16.self, at: info.start + 2)
    // XT_ADDRTYPE_INVERT_DEST, and no device that the address must lie on.
    let flags = bytes.host(UInt32.self, at: info.start + 4)
    guard flags & ~2 == 0, types != 0 else { return nil }
    // A bit for each RTN_*.
    let ranges = (0..<16).filter { types & 1 << UInt16($0) != 0 }.map {
      Ruleset.ValueRange(from: octets(UInt32($0)), to: octets(UInt32($0)))
    }
    return [
      .fib(Ruleset.RouteQuestion(keys: .destination, result: .type), into: scratch),
      .among(scratch, ranges, inverted: flags & 2 != 0),
    ]
  }

  /// `-j NOTRACK`, and `-j CT --notrack`: `struct xt_ct_target_info` begins with its flags.
  private static func isUntracking(
    _ name: String?, _ bytes: RawSpan, _ fields: ExpressionFields
  ) -> Bool {
    guard name == "CT" else { return true }
    guard let info = fields[CompatAttribute.info], info.length >= 2 else { return false }
    // XT_CT_NOTRACK
    return bytes.host(UInt16.self, at: info.start) & 1 != 0
  }

  /// `-j MARK`: `struct xt_mark_tginfo2`.
  private static func setMark(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression]? {
    guard try fields.number(CompatAttribute.revision, bytes) == 2,
      let info = fields[CompatAttribute.info], info.length >= 8
    else { return nil }
    let mark = bytes.host(UInt32.self, at: info.start)
    let mask = bytes.host(UInt32.self, at: info.start + 4)
    return [
      .meta(.mark, into: scratch),
      .mask(scratch, into: scratch, mask: octets(~mask), xor: octets(mark)),
      .metaSet(.mark, from: scratch),
    ]
  }

  /// `-j CONNMARK`: `struct xt_connmark_tginfo1`, and 2, which shifts.
  private static func connectionMark(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression]? {
    guard let revision = try fields.number(CompatAttribute.revision, bytes), 1...2 ~= revision,
      let info = fields[CompatAttribute.info], info.length >= 16
    else { return nil }
    let value = bytes.host(UInt32.self, at: info.start)
    let mask = bytes.host(UInt32.self, at: info.start + 4)
    let packetMask = bytes.host(UInt32.self, at: info.start + 8)
    let shift = revision == 2 ? bytes.host(UInt8.self, at: info.start + 13) : 0
    let mode = bytes.host(UInt8.self, at: info.start + (revision == 2 ? 14 : 12))
    let isWhole = mask == .max && packetMask == .max && shift == 0
    switch mode {
    // XT_CONNMARK_SET.
    case 0 where shift == 0:
      return [
        .ct(.mark, direction: nil, into: scratch),
        .mask(scratch, into: scratch, mask: octets(~mask), xor: octets(value)),
        .ctSet(.mark, from: scratch),
      ]
    // XT_CONNMARK_SAVE.
    case 1 where isWhole: return [.meta(.mark, into: scratch), .ctSet(.mark, from: scratch)]
    // XT_CONNMARK_RESTORE.
    case 2 where isWhole:
      return [.ct(.mark, direction: nil, into: scratch), .metaSet(.mark, from: scratch)]
    default: return nil
    }
  }

  private static func big(_ port: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: port >> 8), UInt8(truncatingIfNeeded: port)]
  }

  /// A number as it lies in a register, in host order.
  private static func octets(_ number: UInt32) -> [UInt8] {
    var writer = MessageWriter()
    writer.host(number)
    return writer.bytes
  }
}

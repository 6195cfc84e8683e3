import FlowModel

/// The ruleset in the notation of libnftnl, as `nft --debug=netlink` prints it.
///
/// Of what is no part of an expression here (a log's prefix, a limit's rate) only its name is told.
enum Notation {
  private static let meta = [
    "len", "protocol", "priority", "mark", "iif", "oif", "iifname", "oifname", "iiftype", "oiftype",
    "skuid", "skgid", "nftrace", "rtclassid", "secmark", "nfproto", "l4proto", "bri_iifname",
    "bri_oifname", "pkttype", "cpu", "iifgroup", "oifgroup", "cgroup", "prandom", "secpath",
    "iifkind", "oifkind", "bri_iifpvid", "bri_iifvproto", "time", "day", "hour",
  ]
  private static let ct = [
    "state", "direction", "status", "mark", "secmark", "expiration", "helper", "l3protocol", "src",
    "dst", "protocol", "proto_src", "proto_dst", "label", "packets", "bytes", "avgpkt", "zone",
    "event", "src_ip", "dst_ip", "src_ip6", "dst_ip6", "id",
  ]

  static func text(_ expression: Ruleset.Expression) -> String {
    switch expression {
    case .payload(let base, let offset, let length, let into):
      let bases: [Ruleset.PayloadBase: String] = [
        .link: "link", .network: "network", .transport: "transport", .inner: "inner",
      ]
      let header = bases[base] ?? "?"
      return "payload load \(length)b @ \(header) header + \(offset) => \(reg(into))"
    case .payloadSet(_, _, let length, let from):
      return "payload write \(reg(from)) => \(length)b"
    case .meta(let key, let into): return "meta load \(name(key.rawValue, meta)) => \(reg(into))"
    case .metaSet(let key, let from):
      return "meta set \(name(key.rawValue, meta)) with \(reg(from))"
    case .ct(let key, let direction, let into):
      let side = direction.map { $0 == .original ? " , dir original" : " , dir reply" } ?? ""
      return "ct load \(name(key.rawValue, ct)) => \(reg(into))\(side)"
    case .ctSet(let key, let from): return "ct set \(name(key.rawValue, ct)) with \(reg(from))"
    case .compare(let operation, let register, let value):
      let words = ["eq", "neq", "lt", "lte", "gt", "gte"]
      return "cmp \(words[Int(operation.rawValue)]) \(reg(register)) \(hex(value))"
    case .range(let register, let from, let to, let inverted):
      return "range \(inverted ? "neq" : "eq") \(reg(register)) \(hex(from)) \(hex(to))"
    case .among(let register, _, _): return "among \(reg(register))"
    case .mask(let source, let into, let mask, let xor):
      return "bitwise \(reg(into)) = ( \(reg(source)) & \(hex(mask)) ) ^ \(hex(xor))"
    case .shift(let source, let into, _, let left, let by):
      let number = hex(withUnsafeBytes(of: by) { Array($0) })
      return "bitwise \(reg(into)) = ( \(reg(source)) \(left ? "<<" : ">>") \(number) )"
    case .byteorder(let source, let into, let length, let size):
      return "byteorder \(reg(into)) = hton(\(reg(source)), \(size), \(length))"
    case .immediate(let value, let into): return "immediate \(reg(into)) \(hex(value))"
    case .verdict(let verdict): return "immediate reg 0 \(text(verdict))"
    case .lookup(let set, let key, let into, let toVerdict, let inverted):
      let data = toVerdict ? " dreg 0" : into.map { " d\(reg($0))" } ?? ""
      return "lookup \(reg(key)) set \(set)\(data) 0x\(inverted ? 1 : 0)"
    case .setUpdate(let set, let deletes, let key, let inverted, _):
      let number = reg(key).dropFirst(4)
      return "dynset \(deletes ? "delete" : "add/update") reg_key \(number) set \(set)"
        + (inverted ? " inverted" : "")
    case .objectReference(let type, let name, let map, _):
      if let map { return "objref sreg 1 set \(map)" }
      return "objref type \(type ?? 0) name \(name ?? "?")"
    case .flowOffload(let name): return "flow_offload \(name)"
    case .statement(let name), .takesAway(let name), .undecidable(let name, _, _, _): return name
    case .reject: return "reject"
    case .fib: return "fib"
    }
  }

  /// A line of nft's, with what `text` does not tell left out.
  static func reduced(_ line: Substring) -> String {
    let words = line.split(separator: " ")
    switch words.first {
    case "payload" where words[1] == "write": return words.prefix(6).joined(separator: " ")
    case "dynset":
      let operation = words[1] == "delete" ? "delete" : "add/update"
      return (["dynset", operation] + words[2...5].map(String.init)).joined(separator: " ")
    case "meta", "payload", "ct", "cmp", "range", "bitwise", "immediate", "lookup", "objref",
      "byteorder":
      return words.joined(separator: " ").replacing("ntoh(", with: "hton(")
    default: return String(words.first ?? "")
    }
  }

  static func text(_ element: Ruleset.Element) -> String {
    var line = "element \(bare(element.key))"
    if let end = element.keyEnd { line += " - \(bare(end))" }
    line += " :"
    switch element.data {
    case .value(let value): line += " \(bare(value))"
    case .verdict(let verdict): line += " \(text(verdict))"
    case .object, nil: break
    }
    return line + " \((element.isIntervalEnd ? 1 : 0) + (element.isCatchall ? 2 : 0)) [end]"
  }

  private static func text(_ verdict: Ruleset.Verdict) -> String {
    switch verdict {
    case .accept: "accept"
    case .drop: "drop"
    case .queue: "queue"
    case .stolen: "stolen"
    case .continue: "continue"
    case .break: "break"
    case .jump(let chain): "jump -> \(chain)"
    case .goto(let chain): "goto -> \(chain)"
    case .return: "return"
    case .other(let code): "unknown \(code)"
    }
  }

  private static func name(_ number: UInt32, _ names: [String]) -> String {
    Int(number) < names.count ? names[Int(number)] : "unknown"
  }

  private static func reg(_ register: Ruleset.Register) -> String {
    let offset = register.offset
    return "reg \(offset % 16 == 0 ? offset / 16 + 1 : offset / 4 + 8)"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    words(bytes).map { "0x" + $0 }.joined(separator: " ")
  }

  private static func bare(_ bytes: [UInt8]) -> String { words(bytes).joined(separator: " ") }

  private static func words(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 4).map { start in
      let word = (0..<4).reversed().reduce(UInt32(0)) {
        $0 << 8 | (start + $1 < bytes.count ? UInt32(bytes[start + $1]) : 0)
      }
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
  }
}

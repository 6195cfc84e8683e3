import FlowModel

/// An expression with its names resolved and its registers checked.
enum Operation: Sendable {
  case payload(Ruleset.PayloadBase, offset: Int, length: Int, into: Int)
  case meta(Ruleset.MetaKey, into: Int)
  case ct(Ruleset.CtKey, Ruleset.CtDirection?, into: Int)
  case setPacketMark(from: Int)
  case setConnectionMark(from: Int)
  case compare(Ruleset.Comparison, Int, [UInt8])
  case range(Int, from: [UInt8], to: [UInt8], inverted: Bool)
  case among(Int, [Ruleset.ValueRange], inverted: Bool)
  case mask(Int, into: Int, mask: [UInt8], xor: [UInt8])
  case shift(Int, into: Int, length: Int, left: Bool, by: UInt32)
  case swap(Int, into: Int, length: Int, size: Int)
  case immediate([UInt8], into: Int)
  case verdict(Decision)
  /// `set` is a place among the sets.
  case lookup(set: Int, Int, into: Int?, inverted: Bool)
  /// A verdict map.
  case decide(set: Int, Int)
  /// A map to named objects, of which some may keep the rule from matching.
  case object(set: Int, Int, mayFail: Bool)
  case fib(Ruleset.RouteQuestion, into: Int)
  /// A `flow add`, by its place among them.
  case offload(Int)
  /// May end the rule or not; the register that it fills is unknown.
  case open(into: Int?, length: Int)
  /// May set marks to whatever.
  case blur
  /// May decide anything: a target of iptables that is not known.
  case wild
  /// An expression that the program does not know: it may match, fill registers, or decide.
  case foreign
  /// Changes nothing that counts.
  case none

  /// A verdict with its chain resolved; -1 is a chain that is not there.
  enum Decision: Hashable, Sendable {
    case accept
    case drop
    /// Whatever takes the packet away.
    case take
    /// To a program that drops it or lets it go on to the next base chain (`nf_reinject`); where none
    /// listens, `bypass` lets it go on, too.
    case queue
    case jump(Int)
    case goto(Int)
    case `return`
    /// On to the next expression.
    case `continue`
    /// On to the next rule.
    case `break`
  }
}

extension Operation {
  /// Resolves an expression; `offload` numbers the `flow add` statements.
  init(
    _ expression: Ruleset.Expression, set: (String) -> Int?, chain: (String) -> Int?,
    mapsToVerdict: (Int) -> Bool, mapsToConditions: (Int) -> Bool, offload: () -> Int
  ) {
    switch expression {
    case .payload(let base, let offset, let length, let register):
      self =
        Self.fits(register, length)
        ? .payload(base, offset: offset, length: length, into: register.offset) : .unfit
    case .meta(let key, let register):
      self =
        Self.fits(register, PacketFacts.length(of: key))
        ? .meta(key, into: register.offset) : .unfit
    case .metaSet(.mark, let register):
      self = Self.fits(register, 4) ? .setPacketMark(from: register.offset) : .unfit
    case .ct(let key, let direction, let register):
      self =
        Self.fits(register, PacketFacts.length(of: key, .ipv6))
        ? .ct(key, direction, into: register.offset) : .unfit
    case .ctSet(.mark, let register):
      self = Self.fits(register, 4) ? .setConnectionMark(from: register.offset) : .unfit
    case .payloadSet, .metaSet, .ctSet, .statement: self = .none
    case .objectReference(let type, _, let map, let key):
      guard let map else {
        self = Self.object(type)
        return
      }
      guard let place = set(map), let key else {
        self = .open(into: nil, length: 0)
        return
      }
      self = .object(set: place, key.offset, mayFail: mapsToConditions(place))
    case .fib(let question, let register):
      self =
        Self.fits(register, question.length)
        ? .fib(question, into: register.offset) : .unfit
    case .compare(let comparison, let register, let octets):
      self =
        Self.fits(register, octets.count) ? .compare(comparison, register.offset, octets) : .unfit
    case .range(let register, let from, let to, let inverted):
      self =
        from.count == to.count && Self.fits(register, from.count)
        ? .range(register.offset, from: from, to: to, inverted: inverted) : .unfit
    case .among(let register, let ranges, let inverted):
      let isFit = ranges.allSatisfy {
        $0.from.count == $0.to.count && Self.fits(register, $0.from.count)
      }
      self = isFit ? .among(register.offset, ranges, inverted: inverted) : .unfit
    case .mask(let register, let into, let mask, let xor):
      self =
        Self.fits(register, mask.count) && Self.fits(into, mask.count)
        ? .mask(register.offset, into: into.offset, mask: mask, xor: xor) : .unfit
    case .shift(let register, let into, let length, let left, let count):
      self =
        Self.fits(register, length) && Self.fits(into, length) && count < 32 && length & 3 == 0
        ? .shift(register.offset, into: into.offset, length: length, left: left, by: count)
        : .unfit
    case .byteorder(let register, let into, let length, let size):
      self =
        Self.fits(register, length) && Self.fits(into, length) && [2, 4, 8].contains(size)
        ? .swap(register.offset, into: into.offset, length: length, size: size) : .unfit
    case .immediate(let octets, let register):
      self = Self.fits(register, octets.count) ? .immediate(octets, into: register.offset) : .unfit
    case .verdict(let verdict): self = .verdict(Decision(verdict, chain))
    case .lookup(let name, let register, let into, let toVerdict, let inverted):
      guard let place = set(name) else {
        self = .open(into: into?.offset, length: Ruleset.Register.size - (into?.offset ?? 0))
        return
      }
      self =
        toVerdict || mapsToVerdict(place) && into == nil
        ? .decide(set: place, register.offset)
        : .lookup(set: place, register.offset, into: into?.offset, inverted: inverted)
    case .setUpdate(_, let deletes, _, let inverted, let isConditional):
      self = deletes || !inverted && !isConditional ? .none : .open(into: nil, length: 0)
    case .flowOffload: self = .offload(offload())
    case .reject: self = .verdict(.drop)
    case .takesAway("queue"), .takesAway("NFQUEUE"): self = .verdict(.queue)
    // Where no socket is found, the rule ends (`nft_tproxy_eval_v4`).
    case .takesAway("tproxy"): self = .open(into: nil, length: 0)
    case .takesAway: self = .verdict(.take)
    case .undecidable("target", let detail, _, _): self = Self.target(detail ?? "")
    case .undecidable(_, _, .some, Ruleset.Register.size): self = .foreign
    case .undecidable(_, _, let into, let length):
      self = .open(into: into?.offset, length: length)
    }
  }

  /// A named object, by its type: a quota, a limit and a limit of connections may end the rule.
  private static func object(_ type: UInt32?) -> Operation {
    switch type {
    case .some(let type) where Ruleset.Object.isCondition(type): .open(into: nil, length: 0)
    // NFT_OBJECT_SYNPROXY
    case 10: .verdict(.take)
    case nil: .open(into: nil, length: 0)
    default: .none
    }
  }

  /// A target of iptables-nft, `struct xt_target`, by its name.
  private static func target(_ name: String) -> Operation {
    switch name {
    case "MARK", "CONNMARK", "HMARK", "SET", "SYNPROXY": .blur
    case "REJECT": .verdict(.drop)
    case "NFQUEUE": .verdict(.queue)
    case "TPROXY": .verdict(.take)
    case "LOG", "NFLOG", "ULOG", "TCPMSS", "TCPOPTSTRIP", "DSCP", "TOS", "TTL", "HL", "CLASSIFY",
      "CHECKSUM", "CT", "NOTRACK", "TRACE", "SNAT", "DNAT", "MASQUERADE", "REDIRECT", "NETMAP",
      "SECMARK", "CONNSECMARK", "AUDIT", "RATEEST", "LED", "IDLETIMER", "TEE", "ECN":
      .none
    default: .wild
    }
  }

  /// Whether it may change what becomes of the packet.
  var hasEffect: Bool {
    switch self {
    case .verdict, .decide, .offload, .setPacketMark, .setConnectionMark, .wild, .foreign: true
    default: false
    }
  }

  /// What the kernel would not have taken: nothing is known of it, nor of the registers after it.
  private static let unfit = Operation.open(into: 0, length: Ruleset.Register.size)

  private static func fits(_ register: Ruleset.Register, _ length: Int) -> Bool {
    Registers.holds(register.offset, length) && register.offset & 3 == 0
  }
}

extension Operation.Decision {
  init(_ verdict: Ruleset.Verdict, _ chain: (String) -> Int?) {
    switch verdict {
    case .accept: self = .accept
    case .drop: self = .drop
    case .queue: self = .queue
    case .stolen, .other: self = .take
    case .continue: self = .continue
    case .break: self = .break
    case .jump(let name): self = .jump(chain(name) ?? -1)
    case .goto(let name): self = .goto(chain(name) ?? -1)
    case .return: self = .return
    }
  }
}

extension Ruleset {
  /// One expression of a rule, as `NFTA_RULE_EXPRESSIONS` lists it.
  ///
  /// Values are octets as they lie in registers: addresses and ports in network order, marks,
  /// indices and states in the order of the machine that was asked.
  package enum Expression: Hashable, Sendable {
    case payload(base: PayloadBase, offset: Int, length: Int, into: Register)
    /// Changes the packet: `payload` with a source register.
    case payloadSet(base: PayloadBase, offset: Int, length: Int, from: Register)
    case meta(MetaKey, into: Register)
    case metaSet(MetaKey, from: Register)
    /// `direction` is nil for keys that have none, or without the word `original` or `reply`.
    case ct(CtKey, direction: CtDirection?, into: Register)
    case ctSet(CtKey, from: Register)
    case compare(Comparison, Register, [UInt8])
    /// Inside (or, when inverted, outside of) `from` to `to`, both included.
    case range(Register, from: [UInt8], to: [UInt8], inverted: Bool)
    /// Inside (or, when inverted, outside of) each of some ranges.
    case among(Register, [ValueRange], inverted: Bool)
    /// `NFT_BITWISE_MASK_XOR`: `into = from & mask ^ xor`.
    case mask(Register, into: Register, mask: [UInt8], xor: [UInt8])
    /// `NFT_BITWISE_LSHIFT` and `_RSHIFT`, over the words as one number.
    case shift(Register, into: Register, length: Int, left: Bool, by: UInt32)
    /// Swaps octets: `length` octets in units of `size` (2, 4 or 8).
    case byteorder(Register, into: Register, length: Int, size: Int)
    case immediate([UInt8], into: Register)
    case verdict(Verdict)
    /// A set: `into` is nil; a map: its data go `into`; a verdict map: `toVerdict`.
    case lookup(set: String, Register, into: Register?, toVerdict: Bool, inverted: Bool)
    /// `dynset`: adds to or updates a set (`NFT_DYNSET_OP_ADD`, `_UPDATE`) or deletes from it.
    case setUpdate(set: String, deletes: Bool, key: Register, inverted: Bool, isConditional: Bool)
    /// `objref`: `type` as in `Object`; the name is nil where a map chooses the object, by `key`.
    case objectReference(type: UInt32?, name: String?, map: String?, key: Register?)
    /// `fib`: what routing would make of a packet.
    case fib(RouteQuestion, into: Register)
    /// The flowtable to offload to: `flow add @name`.
    case flowOffload(String)
    /// Leaves packet and verdict alone: `counter`, `log`, `last`, `dup`, `notrack`, NAT.
    case statement(name: String)
    /// Ends the packet's way through the chain as a drop: `reject`.
    case reject
    /// `queue`, `synproxy`, `tproxy`, `fwd`: takes the packet away.
    case takesAway(name: String)
    /// May or may not match, by what a conntrack entry does not tell: `limit`, `quota`, `connlimit`,
    /// `rt`, `socket`, `osf`, `exthdr`, `numgen`, `hash`, `xfrm`, `tunnel`, `inner`, `match`, and
    /// whatever is newer than this program. The register that it fills is unknown then.
    case undecidable(name: String, detail: String?, into: Register?, length: Int)
  }

  /// From one value to another, both included, as they lie in a register.
  package struct ValueRange: Hashable, Sendable {
    package var from: [UInt8]
    package var to: [UInt8]

    package init(from: [UInt8], to: [UInt8]) {
      self.from = from
      self.to = to
    }
  }

  /// `enum nft_payload_bases`.
  package enum PayloadBase: UInt32, Hashable, Sendable {
    case link = 0
    case network = 1
    case transport = 2
    case inner = 3
    case tunnel = 4
  }

  /// `enum nft_cmp_ops`.
  package enum Comparison: UInt32, Hashable, Sendable {
    case equal = 0
    case notEqual = 1
    case less = 2
    case lessOrEqual = 3
    case greater = 4
    case greaterOrEqual = 5
  }

  /// `IP_CT_DIR_*`.
  package enum CtDirection: UInt8, Hashable, Sendable {
    case original = 0
    case reply = 1
  }

  /// `enum nft_meta_keys`, by its number: newer kernels have more.
  package struct MetaKey: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let length = MetaKey(rawValue: 0)
    /// `NFT_META_PROTOCOL`: the ether type, network order.
    package static let `protocol` = MetaKey(rawValue: 1)
    package static let priority = MetaKey(rawValue: 2)
    package static let mark = MetaKey(rawValue: 3)
    package static let inputIndex = MetaKey(rawValue: 4)
    package static let outputIndex = MetaKey(rawValue: 5)
    package static let inputName = MetaKey(rawValue: 6)
    package static let outputName = MetaKey(rawValue: 7)
    package static let inputType = MetaKey(rawValue: 8)
    package static let outputType = MetaKey(rawValue: 9)
    package static let family = MetaKey(rawValue: 15)
    package static let l4 = MetaKey(rawValue: 16)
    package static let bridgeInputName = MetaKey(rawValue: 17)
    package static let bridgeOutputName = MetaKey(rawValue: 18)
    package static let packetType = MetaKey(rawValue: 19)
    package static let inputGroup = MetaKey(rawValue: 21)
    package static let outputGroup = MetaKey(rawValue: 22)
    package static let random = MetaKey(rawValue: 24)
    package static let inputKind = MetaKey(rawValue: 26)
    package static let outputKind = MetaKey(rawValue: 27)
  }

  /// `enum nft_ct_keys`, by its number.
  package struct CtKey: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let state = CtKey(rawValue: 0)
    package static let direction = CtKey(rawValue: 1)
    package static let status = CtKey(rawValue: 2)
    package static let mark = CtKey(rawValue: 3)
    package static let secmark = CtKey(rawValue: 4)
    package static let expiration = CtKey(rawValue: 5)
    package static let helper = CtKey(rawValue: 6)
    package static let family = CtKey(rawValue: 7)
    package static let source = CtKey(rawValue: 8)
    package static let destination = CtKey(rawValue: 9)
    package static let l4 = CtKey(rawValue: 10)
    package static let sourcePort = CtKey(rawValue: 11)
    package static let destinationPort = CtKey(rawValue: 12)
    package static let labels = CtKey(rawValue: 13)
    package static let packets = CtKey(rawValue: 14)
    package static let bytes = CtKey(rawValue: 15)
    package static let averagePacket = CtKey(rawValue: 16)
    package static let zone = CtKey(rawValue: 17)
    package static let eventMask = CtKey(rawValue: 18)
    package static let sourceIPv4 = CtKey(rawValue: 19)
    package static let destinationIPv4 = CtKey(rawValue: 20)
    package static let sourceIPv6 = CtKey(rawValue: 21)
    package static let destinationIPv6 = CtKey(rawValue: 22)
    package static let id = CtKey(rawValue: 23)
  }
}

import FlowModel

/// The attributes in `NFTA_EXPR_DATA`, each at its number.
///
/// Of an attribute that comes twice, the last one holds, as in the kernel.
struct ExpressionFields {
  private var attributes: [Attribute?] = Array(repeating: nil, count: 16)
  /// What holds them, for the error about one that is missing.
  private let place: Attribute

  init(_ bytes: RawSpan, inside attribute: Attribute) throws(DecodeError) {
    place = attribute
    var cursor = AttributeCursor(inside: attribute, of: "NFTA_EXPR_DATA")
    while let a = try cursor.next(in: bytes) {
      if Int(a.type) < attributes.count { attributes[Int(a.type)] = a }
    }
  }

  subscript(_ type: UInt16) -> Attribute? { attributes[Int(type)] }

  func lacks(_ name: StaticString) -> DecodeError { place.lacks(name) }

  func number(_ type: UInt16, _ bytes: RawSpan) throws(DecodeError) -> UInt32? {
    guard let attribute = self[type] else { return nil }
    return try bytes.big(UInt32.self, attribute, "NFTA_EXPR number")
  }

  func text(_ type: UInt16, _ bytes: RawSpan) -> String? { self[type].map { bytes.text($0) } }

  /// A length or offset in octets; what no register has room for is an error.
  func length(_ type: UInt16, _ bytes: RawSpan) throws(DecodeError) -> Int {
    guard let number = try number(type, bytes) else { throw lacks("NFTA_EXPR length") }
    guard number <= Ruleset.Register.size else {
      throw DecodeError(.badValue(Int(number)), at: place.start, name: "NFTA_EXPR length")
    }
    return Int(number)
  }

  func value(_ type: UInt16, _ bytes: RawSpan) throws(DecodeError) -> [UInt8] {
    guard let attribute = self[type] else { throw lacks("NFTA_EXPR data") }
    return try bytes.value(attribute, "NFTA_EXPR data")
  }

  /// Whether the register that an attribute names is the verdict: `NFT_REG_VERDICT`.
  func isVerdict(_ type: UInt16, _ bytes: RawSpan) throws(DecodeError) -> Bool {
    try number(type, bytes) == 0
  }

  /// A data register with room for so many octets; nil when the attribute is not there.
  ///
  /// On the wire 1 to 4 are the registers of sixteen octets and 8 to 23 those of four, over the same
  /// room (`nft_parse_register`).
  func optionalRegister(
    _ type: UInt16, _ bytes: RawSpan, room: Int
  ) throws(DecodeError) -> Ruleset.Register? {
    guard let number = try number(type, bytes) else { return nil }
    let offset: Int
    switch number {
    case 1...4: offset = (Int(number) - 1) * 16
    case 8...23: offset = (Int(number) - 8) * 4
    default: throw DecodeError(.badValue(Int(number)), at: place.start, name: "NFT_REG")
    }
    guard offset + room <= Ruleset.Register.size else {
      throw DecodeError(.badLength(room), at: place.start, name: "NFT_REG")
    }
    return Ruleset.Register(offset: offset)
  }

  func register(
    _ type: UInt16, _ bytes: RawSpan, room: Int = 1
  ) throws(DecodeError) -> Ruleset.Register {
    guard let register = try optionalRegister(type, bytes, room: room) else {
      throw lacks("NFTA_EXPR register")
    }
    return register
  }
}

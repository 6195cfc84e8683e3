import FlowModel

// The expressions that compute on registers.
extension Ruleset.Expression {
  static func compare(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    let value = try fields.value(CompareAttribute.data, bytes)
    let operation = try fields.number(CompareAttribute.operation, bytes) ?? 0
    guard let comparison = Ruleset.Comparison(rawValue: operation) else {
      throw fields.lacks("NFTA_CMP_OP")
    }
    return .compare(
      comparison, try fields.register(CompareAttribute.source, bytes, room: value.count), value)
  }

  static func range(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    let from = try fields.value(RangeAttribute.from, bytes)
    let to = try fields.value(RangeAttribute.to, bytes)
    let operation = try fields.number(RangeAttribute.operation, bytes) ?? 0
    // NFT_RANGE_EQ and NFT_RANGE_NEQ.
    guard from.count == to.count, operation <= 1 else { throw fields.lacks("NFTA_RANGE_OP") }
    return .range(
      try fields.register(RangeAttribute.source, bytes, room: from.count), from: from, to: to,
      inverted: operation == 1)
  }

  static func bitwise(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    let length = try fields.length(BitwiseAttribute.length, bytes)
    let source = try fields.register(BitwiseAttribute.source, bytes, room: length)
    let into = try fields.register(BitwiseAttribute.destination, bytes, room: length)
    // Before Linux 5.6 there was no operation but the first.
    let operation = try fields.number(BitwiseAttribute.operation, bytes) ?? BitwiseAttribute.maskXor
    switch operation {
    case BitwiseAttribute.maskXor:
      return .mask(
        source, into: into, mask: try fields.value(BitwiseAttribute.mask, bytes, length),
        xor: try fields.value(BitwiseAttribute.xor, bytes, length))
    case BitwiseAttribute.shiftLeft, BitwiseAttribute.shiftRight:
      let by = try fields.value(BitwiseAttribute.data, bytes, 4)
      return .shift(
        source, into: into, length: length, left: operation == BitwiseAttribute.shiftLeft,
        by: unsafe by.span.bytes.host(UInt32.self, at: 0))
    case BitwiseAttribute.and, BitwiseAttribute.or, BitwiseAttribute.exclusiveOr:
      // The other operand is a second register when it is no value.
      guard fields[BitwiseAttribute.data] != nil else { break }
      let value = try fields.value(BitwiseAttribute.data, bytes, length)
      let all = [UInt8](repeating: 0xff, count: length)
      let none = [UInt8](repeating: 0, count: length)
      switch operation {
      case BitwiseAttribute.and: return .mask(source, into: into, mask: value, xor: none)
      case BitwiseAttribute.or:
        return .mask(source, into: into, mask: value.map { ~$0 }, xor: value)
      default: return .mask(source, into: into, mask: all, xor: value)
      }
    default: break
    }
    return .undecidable(name: "bitwise", detail: nil, into: into, length: length)
  }

  static func byteorder(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    let length = try fields.length(ByteorderAttribute.length, bytes)
    let size = try fields.length(ByteorderAttribute.size, bytes)
    guard size == 2 || size == 4 || size == 8 else { throw fields.lacks("NFTA_BYTEORDER_SIZE") }
    return .byteorder(
      try fields.register(ByteorderAttribute.source, bytes, room: length),
      into: try fields.register(ByteorderAttribute.destination, bytes, room: length),
      length: length, size: size)
  }
}

extension ExpressionFields {
  /// A value that has to have this length.
  fileprivate func value(
    _ type: UInt16, _ bytes: RawSpan, _ length: Int
  ) throws(DecodeError) -> [UInt8] {
    let value = try value(type, bytes)
    guard value.count == length else { throw lacks("NFTA_BITWISE data of the right length") }
    return value
  }
}

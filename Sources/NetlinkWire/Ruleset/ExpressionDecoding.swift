import FlowModel

extension Ruleset.Expression {
  /// Decodes one element of `NFTA_RULE_EXPRESSIONS`.
  ///
  /// One that is not known, or not in order, is undecidable with every register that it might
  /// fill: a rule must not lose one of its conditions.
  static func decode(_ bytes: RawSpan, _ attribute: Attribute) -> [Ruleset.Expression] {
    var name = ""
    do throws(DecodeError) {
      var data: Attribute?
      var cursor = AttributeCursor(inside: attribute, of: "NFTA_EXPR")
      while let a = try cursor.next(in: bytes) {
        switch a.type {
        case ExpressionAttribute.name: name = bytes.text(a)
        case ExpressionAttribute.data: data = a
        default: break
        }
      }
      guard !name.isEmpty else { throw attribute.lacks("NFTA_EXPR_NAME") }
      // `notrack` and the like have no data.
      let fields = try ExpressionFields(
        bytes, inside: data ?? Attribute(type: 0, start: attribute.end, end: attribute.end))
      return try decode(name, bytes, fields)
    } catch {
      return [.unknown(name.isEmpty ? "malformed" : name)]
    }
  }

  /// An expression that may have done anything to the registers.
  static func unknown(_ name: String) -> Ruleset.Expression {
    .undecidable(
      name: name, detail: nil, into: Ruleset.Register(offset: 0), length: Ruleset.Register.size)
  }

  private static func decode(
    _ name: String, _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> [Ruleset.Expression] {
    switch name {
    case "payload": [try payload(bytes, fields)]
    case "meta": [try meta(bytes, fields)]
    case "ct": [try ct(bytes, fields)]
    case "cmp": [try compare(bytes, fields)]
    case "range": [try range(bytes, fields)]
    case "bitwise": [try bitwise(bytes, fields)]
    case "byteorder": [try byteorder(bytes, fields)]
    case "immediate": [try immediate(bytes, fields)]
    case "lookup": [try lookup(bytes, fields)]
    case "dynset": [try setUpdate(bytes, fields)]
    case "objref": [try objectReference(bytes, fields)]
    case "fib": [try routeQuestion(bytes, fields)]
    case "flow_offload": [try flowOffload(bytes, fields)]
    case "counter", "log", "last", "dup", "notrack", "nat", "masq", "redir":
      [.statement(name: name)]
    case "reject": [.reject]
    case "queue", "synproxy", "tproxy", "fwd": [.takesAway(name: name)]
    case "match": try Self.match(bytes, fields)
    case "target": try Self.target(bytes, fields)
    default: [try undecidable(name, bytes, fields)]
    }
  }

  private static func payload(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    let length = try fields.length(PayloadAttribute.length, bytes)
    guard let rawBase = try fields.number(PayloadAttribute.base, bytes),
      let offset = try fields.number(PayloadAttribute.offset, bytes)
    else { throw fields.lacks("NFTA_PAYLOAD_BASE") }
    let base = Ruleset.PayloadBase(rawValue: rawBase)
    if let source = try fields.optionalRegister(PayloadAttribute.source, bytes, room: length) {
      // Of a header that is not known here, it changes nothing that could be asked for.
      guard let base else { return .statement(name: "payload") }
      return .payloadSet(base: base, offset: Int(offset), length: length, from: source)
    }
    let register = try fields.register(PayloadAttribute.destination, bytes, room: length)
    guard let base else {
      return .undecidable(name: "payload", detail: nil, into: register, length: length)
    }
    return .payload(base: base, offset: Int(offset), length: length, into: register)
  }

  private static func meta(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    guard let number = try fields.number(MetaAttribute.key, bytes) else {
      throw fields.lacks("NFTA_META_KEY")
    }
    let key = Ruleset.MetaKey(rawValue: number)
    if let source = try fields.optionalRegister(MetaAttribute.source, bytes, room: 1) {
      return .metaSet(key, from: source)
    }
    return .meta(key, into: try fields.register(MetaAttribute.destination, bytes))
  }

  private static func ct(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    guard let number = try fields.number(CtAttribute.key, bytes) else {
      throw fields.lacks("NFTA_CT_KEY")
    }
    let key = Ruleset.CtKey(rawValue: number)
    if let source = try fields.optionalRegister(CtAttribute.source, bytes, room: 1) {
      return .ctSet(key, from: source)
    }
    var direction: Ruleset.CtDirection?
    if let attribute = fields[CtAttribute.direction] {
      // IP_CT_DIR_MAX stands for none.
      direction = Ruleset.CtDirection(
        rawValue: try bytes.host(UInt8.self, attribute, "NFTA_CT_DIRECTION"))
    }
    return .ct(
      key, direction: direction, into: try fields.register(CtAttribute.destination, bytes))
  }

  private static func immediate(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    guard let attribute = fields[ImmediateAttribute.data] else {
      throw fields.lacks("NFTA_IMMEDIATE_DATA")
    }
    switch try bytes.data(attribute, "NFTA_IMMEDIATE_DATA") {
    case .verdict(let verdict):
      return .verdict(verdict)
    case .value(let value):
      return .immediate(
        value, into: try fields.register(ImmediateAttribute.destination, bytes, room: value.count))
    }
  }

  private static func lookup(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    guard let set = fields.text(LookupAttribute.set, bytes) else {
      throw fields.lacks("NFTA_LOOKUP_SET")
    }
    let flags = try fields.number(LookupAttribute.flags, bytes) ?? 0
    let isVerdict = try fields.isVerdict(LookupAttribute.destination, bytes)
    return .lookup(
      set: set, try fields.register(LookupAttribute.source, bytes),
      into: isVerdict
        ? nil : try fields.optionalRegister(LookupAttribute.destination, bytes, room: 1),
      toVerdict: isVerdict, inverted: flags & LookupAttribute.inverted != 0)
  }

  private static func setUpdate(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    guard let set = fields.text(DynsetAttribute.set, bytes) else {
      throw fields.lacks("NFTA_DYNSET_SET_NAME")
    }
    let flags = try fields.number(DynsetAttribute.flags, bytes) ?? 0
    var isConditional = false
    if let one = fields[DynsetAttribute.expression], try bytes.isConditional(one) {
      isConditional = true
    }
    if let list = fields[DynsetAttribute.expressions], try bytes.anyIsConditional(list) {
      isConditional = true
    }
    return .setUpdate(
      set: set,
      deletes: try fields.number(DynsetAttribute.operation, bytes) == DynsetAttribute.delete,
      key: try fields.register(DynsetAttribute.key, bytes),
      inverted: flags & DynsetAttribute.inverted != 0, isConditional: isConditional)
  }

  private static func objectReference(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    .objectReference(
      type: try fields.number(ObjectReferenceAttribute.type, bytes),
      name: fields.text(ObjectReferenceAttribute.name, bytes),
      map: fields.text(ObjectReferenceAttribute.map, bytes),
      key: try fields.optionalRegister(ObjectReferenceAttribute.key, bytes, room: 1))
  }

  private static func routeQuestion(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    let register = try fields.register(FibAttribute.destination, bytes)
    let flags = try fields.number(FibAttribute.flags, bytes) ?? 0
    guard let number = try fields.number(FibAttribute.result, bytes),
      let result = Ruleset.RouteQuestion.Result(rawValue: number)
    else { return .undecidable(name: "fib", detail: nil, into: register, length: 16) }
    return .fib(
      Ruleset.RouteQuestion(keys: Ruleset.RouteQuestion.Keys(rawValue: flags), result: result),
      into: register)
  }

  private static func flowOffload(
    _ bytes: RawSpan, _ fields: ExpressionFields
  ) throws(DecodeError) -> Ruleset.Expression {
    guard let name = fields.text(FlowOffloadAttribute.flowtable, bytes) else {
      throw fields.lacks("NFTA_FLOW_TABLE_NAME")
    }
    return .flowOffload(name)
  }
}

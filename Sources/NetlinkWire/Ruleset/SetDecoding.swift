package import FlowModel

extension Ruleset.SetDefinition {
  /// Decodes `NFT_MSG_NEWSET`; the elements come in messages of their own, and are nil until then.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    var table: String?
    var name: String?
    var flags: UInt32 = 0
    var keyLength: UInt32?
    var keyType: UInt32?
    var dataType: UInt32?
    var fields: [Int] = []
    var handle: UInt64?
    var cursor = AttributeCursor(attributes, of: "NFTA_SET")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case SetAttribute.table: table = bytes.text(a)
      case SetAttribute.name: name = bytes.text(a)
      case SetAttribute.flags: flags = try bytes.big(UInt32.self, a, "NFTA_SET_FLAGS")
      case SetAttribute.keyType: keyType = try bytes.big(UInt32.self, a, "NFTA_SET_KEY_TYPE")
      case SetAttribute.keyLength: keyLength = try bytes.big(UInt32.self, a, "NFTA_SET_KEY_LEN")
      case SetAttribute.dataType: dataType = try bytes.big(UInt32.self, a, "NFTA_SET_DATA_TYPE")
      case SetAttribute.handle: handle = try bytes.big(UInt64.self, a, "NFTA_SET_HANDLE")
      case SetAttribute.description: fields = try Self.fieldLengths(bytes, a)
      default: break
      }
    }
    guard let table else { throw message.lacks("NFTA_SET_TABLE") }
    guard let name else { throw message.lacks("NFTA_SET_NAME") }
    guard let keyLength else { throw message.lacks("NFTA_SET_KEY_LEN") }
    guard keyLength <= Ruleset.Register.size else {
      throw DecodeError(.badValue(Int(keyLength)), at: message.start, name: "NFTA_SET_KEY_LEN")
    }
    self.init(
      table: bytes.tableName(message, table), name: name, flags: Flags(rawValue: flags),
      keyLength: Int(keyLength), mapsToVerdict: dataType == SetAttribute.verdictData,
      fieldLengths: fields, keyType: keyType, elements: nil)
    self.handle = handle
  }

  /// `NFTA_SET_DESC_CONCAT`: what each field of a concatenation takes.
  private static func fieldLengths(
    _ bytes: RawSpan, _ attribute: Attribute
  ) throws(DecodeError) -> [Int] {
    var lengths: [Int] = []
    var cursor = AttributeCursor(inside: attribute, of: "NFTA_SET_DESC")
    while let a = try cursor.next(in: bytes) {
      guard a.type == SetAttribute.concatenation else { continue }
      var fields = AttributeCursor(inside: a, of: "NFTA_SET_DESC_CONCAT")
      while let field = try fields.next(in: bytes) {
        var inner = AttributeCursor(inside: field, of: "NFTA_SET_FIELD")
        while let b = try inner.next(in: bytes) {
          guard b.type == SetAttribute.fieldLength else { continue }
          let length = try bytes.big(UInt32.self, b, "NFTA_SET_FIELD_LEN")
          guard length <= Ruleset.Register.size else {
            throw DecodeError(.badValue(Int(length)), at: b.start, name: "NFTA_SET_FIELD_LEN")
          }
          lengths.append(Int(length))
        }
      }
    }
    return lengths
  }
}

/// Elements of one set, as many as a message holds: `NFT_MSG_NEWSETELEM`.
package struct SetElements: Equatable, Sendable {
  package let set: Ruleset.SetName
  package let elements: [Ruleset.Element]

  /// Decodes `NFT_MSG_NEWSETELEM`.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    var table: String?
    var name: String?
    var elements: [Ruleset.Element] = []
    var cursor = AttributeCursor(attributes, of: "NFTA_SET_ELEM_LIST")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ElementListAttribute.table: table = bytes.text(a)
      case ElementListAttribute.set: name = bytes.text(a)
      case ElementListAttribute.elements:
        var inner = AttributeCursor(inside: a, of: "NFTA_SET_ELEM_LIST_ELEMENTS")
        while let b = try inner.next(in: bytes) {
          elements.append(try Ruleset.Element(decoding: bytes, b))
        }
      default: break
      }
    }
    guard let table else { throw message.lacks("NFTA_SET_ELEM_LIST_TABLE") }
    guard let name else { throw message.lacks("NFTA_SET_ELEM_LIST_SET") }
    set = Ruleset.SetName(bytes.tableName(message, table), name)
    self.elements = elements
  }
}

extension Ruleset.Element {
  fileprivate init(decoding bytes: RawSpan, _ attribute: Attribute) throws(DecodeError) {
    var key: [UInt8]?
    var keyEnd: [UInt8]?
    var data: Data?
    var flags: UInt32 = 0
    var expiration: UInt64?
    var isConditional = false
    var cursor = AttributeCursor(inside: attribute, of: "NFTA_SET_ELEM")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ElementAttribute.key: key = try bytes.value(a, "NFTA_SET_ELEM_KEY")
      case ElementAttribute.keyEnd: keyEnd = try bytes.value(a, "NFTA_SET_ELEM_KEY_END")
      case ElementAttribute.data:
        switch try bytes.data(a, "NFTA_SET_ELEM_DATA") {
        case .value(let value): data = .value(value)
        case .verdict(let verdict): data = .verdict(verdict)
        }
      case ElementAttribute.flags: flags = try bytes.big(UInt32.self, a, "NFTA_SET_ELEM_FLAGS")
      case ElementAttribute.expiration:
        expiration = try bytes.big(UInt64.self, a, "NFTA_SET_ELEM_EXPIRATION")
      case ElementAttribute.object: data = .object(bytes.text(a))
      case ElementAttribute.expression:
        if try bytes.isConditional(a) { isConditional = true }
      case ElementAttribute.expressions:
        if try bytes.anyIsConditional(a) { isConditional = true }
      default: break
      }
    }
    let isCatchall = flags & ElementAttribute.catchall != 0
    guard isCatchall || key != nil else { throw attribute.lacks("NFTA_SET_ELEM_KEY") }
    self.init(
      key: key ?? [], keyEnd: keyEnd, data: data,
      isIntervalEnd: flags & ElementAttribute.intervalEnd != 0, isCatchall: isCatchall,
      expiration: expiration, isConditional: isConditional)
  }
}

package import FlowModel

extension Ruleset.Rule {
  /// Decodes `NFT_MSG_NEWRULE`.
  ///
  /// What is broken inside the expressions makes the rule undecidable, and does not lose it.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    var table: String?
    var chain: String?
    var handle: UInt64?
    var expressions: [Ruleset.Expression] = []
    var comment: String?
    var cursor = AttributeCursor(attributes, of: "NFTA_RULE")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case RuleAttribute.table: table = bytes.text(a)
      case RuleAttribute.chain: chain = bytes.text(a)
      case RuleAttribute.handle: handle = try bytes.big(UInt64.self, a, "NFTA_RULE_HANDLE")
      case RuleAttribute.expressions: expressions = Self.expressions(bytes, a)
      case RuleAttribute.userData: comment = bytes.comment(a)
      default: break
      }
    }
    guard let table else { throw message.lacks("NFTA_RULE_TABLE") }
    guard let chain else { throw message.lacks("NFTA_RULE_CHAIN") }
    guard let handle else { throw message.lacks("NFTA_RULE_HANDLE") }
    self.init(
      table: bytes.tableName(message, table), chain: chain, handle: handle,
      expressions: expressions, comment: comment)
  }

  private static func expressions(_ bytes: RawSpan, _ list: Attribute) -> [Ruleset.Expression] {
    var found: [Ruleset.Expression] = []
    do throws(DecodeError) {
      var cursor = AttributeCursor(inside: list, of: "NFTA_RULE_EXPRESSIONS")
      while let a = try cursor.next(in: bytes) {
        guard a.type == listElement else { continue }
        found += Ruleset.Expression.decode(bytes, a)
      }
    } catch {
      found.append(.unknown("malformed"))
    }
    return found
  }
}

extension RawSpan {
  /// The comment among a rule's user data.
  ///
  /// User data are libnftnl's own: a type, a length and a value each, an octet for the first two.
  fileprivate func comment(_ attribute: Attribute) -> String? {
    var offset = attribute.start
    while attribute.end - offset >= 2 {
      let type = host(UInt8.self, at: offset)
      let length = Int(host(UInt8.self, at: offset + 1))
      let start = offset + 2
      guard length <= attribute.end - start else { return nil }
      if type == RuleAttribute.comment {
        return text(Attribute(type: 0, start: start, end: start + length))
      }
      offset = start + length
    }
    return nil
  }
}

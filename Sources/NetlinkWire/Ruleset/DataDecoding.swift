import FlowModel

/// `NFTA_DATA_*`: what a register is filled with, or compared to.
enum RegisterData {
  case value([UInt8])
  case verdict(Ruleset.Verdict)
}

// What expressions and elements have in common: data, verdicts, expressions that ride along.
extension RawSpan {
  /// Reads `NFTA_DATA_VALUE` or `NFTA_DATA_VERDICT` in an attribute.
  func data(_ attribute: Attribute, _ name: StaticString) throws(DecodeError) -> RegisterData {
    var found: RegisterData?
    var cursor = AttributeCursor(inside: attribute, of: name)
    while let a = try cursor.next(in: self) {
      switch a.type {
      case DataAttribute.value:
        guard a.length > 0, a.length <= Ruleset.Register.size else {
          throw DecodeError(.badLength(a.length), at: a.start, name: "NFTA_DATA_VALUE")
        }
        found = .value(bytes(a))
      case DataAttribute.verdict: found = .verdict(try verdict(a))
      default: break
      }
    }
    guard let found else { throw attribute.lacks(name) }
    return found
  }

  /// Reads octets of a register where a verdict makes no sense.
  func value(_ attribute: Attribute, _ name: StaticString) throws(DecodeError) -> [UInt8] {
    guard case .value(let value) = try data(attribute, name) else { throw attribute.lacks(name) }
    return value
  }

  private func verdict(_ attribute: Attribute) throws(DecodeError) -> Ruleset.Verdict {
    var code: Int32?
    var chain: String?
    var cursor = AttributeCursor(inside: attribute, of: "NFTA_DATA_VERDICT")
    while let a = try cursor.next(in: self) {
      switch a.type {
      case DataAttribute.verdictCode: code = try big(Int32.self, a, "NFTA_VERDICT_CODE")
      case DataAttribute.verdictChain: chain = text(a)
      default: break
      }
    }
    guard let code else { throw attribute.lacks("NFTA_VERDICT_CODE") }
    switch code {
    case -1: return .continue
    case -2: return .break
    case -3, -4:
      guard let chain else { throw attribute.lacks("NFTA_VERDICT_CHAIN") }
      return code == -3 ? .jump(chain) : .goto(chain)
    case -5: return .return
    // Beyond NF_VERDICT_MASK, a queue has its number and a drop its error.
    case _ where code >= 0 && code & 0xff == 0: return .drop
    case _ where code >= 0 && code & 0xff == 1: return .accept
    case _ where code >= 0 && code & 0xff == 2: return .stolen
    case _ where code >= 0 && code & 0xff == 3: return .queue
    default: return .other(code)
    }
  }

  /// Whether an expression of a set may keep an element from matching: all but those that count.
  func isConditional(_ expression: Attribute) throws(DecodeError) -> Bool {
    var cursor = AttributeCursor(inside: expression, of: "NFTA_EXPR")
    while let a = try cursor.next(in: self) {
      guard a.type == ExpressionAttribute.name else { continue }
      let name = text(a)
      return name != "counter" && name != "last"
    }
    return true
  }

  /// The same of a list of expressions.
  func anyIsConditional(_ list: Attribute) throws(DecodeError) -> Bool {
    var cursor = AttributeCursor(inside: list, of: "NFTA_EXPRESSIONS")
    while let a = try cursor.next(in: self) {
      if try isConditional(a) { return true }
    }
    return false
  }
}

/// What a request for parts of the ruleset asks for alone.
package struct RulesetFilter: Equatable, Sendable {
  package var table: String?
  /// `NFTA_SET_ELEM_LIST_SET`.
  package var set: String?
  /// There are attributes beside these, or some that cannot be read.
  package var isNarrower = false
}

extension RawSpan {
  /// Reads the attributes of a request to nf_tables.
  package func rulesetFilter(_ message: Message) -> RulesetFilter {
    var filter = RulesetFilter()
    do throws(DecodeError) {
      var cursor = AttributeCursor(try message.afterNfgenmsg(), of: "NFTA")
      while let a = try cursor.next(in: self) {
        switch a.type {
        // NFTA_CHAIN_TABLE, NFTA_RULE_TABLE, NFTA_SET_TABLE, NFTA_SET_ELEM_LIST_TABLE, NFTA_OBJ_TABLE.
        case 1 where message.type != MessageType.getTable: filter.table = text(a)
        case 2 where message.type == MessageType.getSetElements: filter.set = text(a)
        default: filter.isNarrower = true
        }
      }
    } catch {
      filter.isNarrower = true
    }
    return filter
  }

  /// `res_id` of `struct nfgenmsg`: of what nf_tables tells, the lower half of the generation.
  package func resourceID(_ message: Message) -> UInt16? {
    guard let payload = try? message.afterNfgenmsg() else { return nil }
    return big(UInt16.self, at: payload.lowerBound - 2)
  }
}

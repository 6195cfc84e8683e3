extension Ruleset {
  /// A rule: `NFT_MSG_NEWRULE`.
  package struct Rule: Hashable, Sendable {
    package var table: TableName
    package var chain: String
    /// `NFTA_RULE_HANDLE`, which names it within its table: `# handle 4`.
    package var handle: UInt64
    /// `NFTA_RULE_EXPRESSIONS`, in the order in which they are run.
    package var expressions: [Expression]
    /// The comment among its user data, or nil.
    package var comment: String?
    /// The rule as nft(8) prints it, without the handle; nil where no libnftables could be asked.
    package var text: String?

    package init(
      table: TableName, chain: String, handle: UInt64, expressions: [Expression],
      comment: String? = nil, text: String? = nil
    ) {
      self.table = table
      self.chain = chain
      self.handle = handle
      self.expressions = expressions
      self.comment = comment
      self.text = text
    }
  }
}

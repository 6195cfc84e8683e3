extension Ruleset {
  /// What a rule decides: `NFTA_VERDICT_CODE`, with `NFTA_VERDICT_CHAIN` where it goes somewhere.
  package enum Verdict: Hashable, Sendable {
    case accept
    case drop
    case queue
    case stolen
    /// `NFT_CONTINUE`: on to the next rule.
    case `continue`
    /// `NFT_BREAK`: on to the next rule, too.
    case `break`
    case jump(String)
    case goto(String)
    case `return`
    /// A verdict of a newer kernel.
    case other(Int32)
  }

  /// A place in the sixteen words of an evaluation: `enum nft_registers`.
  package struct Register: Hashable, Sendable {
    /// Octets from the first data register, 0 to 60: `NFT_REG_1` and `NFT_REG32_00` are 0, `NFT_REG_2`
    /// and `NFT_REG32_04` are 16.
    package let offset: Int

    package init(offset: Int) { self.offset = offset }

    /// How many octets of registers there are.
    package static let size = 64
  }
}

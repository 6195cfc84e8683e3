package import FlowModel

/// Walks a ruleset for packets: a small nftables in three-valued logic.
///
/// Prepared once for a ruleset (chains by name and hook, sets indexed for lookups), it answers for
/// many packets.
package struct RulesetEvaluator: Sendable {
  package let ruleset: Ruleset

  package init(_ ruleset: Ruleset) { self.ruleset = ruleset }

  /// Walks the forward hook's base chains, in the kernel's order.
  package func forward(_ packet: Packet) -> Walk { Walk() }
}

/// The nftables ruleset of a namespace as the kernel holds it.
///
/// Flowtables are listed beside it, in the snapshot.
package struct Ruleset: Hashable, Sendable {
  /// `NFTA_GEN_ID`: changes with every transaction; nil when the kernel did not say.
  package var generation: UInt32?
  package var tables: [Table]
  package var chains: [Chain]
  /// Rules of all chains; those of one chain stand in the order in which the kernel runs them.
  package var rules: [Rule]
  package var sets: [SetDefinition]
  package var objects: [Object]

  package init(
    generation: UInt32? = nil, tables: [Table] = [], chains: [Chain] = [], rules: [Rule] = [],
    sets: [SetDefinition] = [], objects: [Object] = []
  ) {
    self.generation = generation
    self.tables = tables
    self.chains = chains
    self.rules = rules
    self.sets = sets
    self.objects = objects
  }

  /// A table by its full name, as rules, chains and sets refer to it.
  package struct TableName: Hashable, Sendable {
    package let family: TableFamily
    package let name: String

    package init(_ family: TableFamily, _ name: String) {
      self.family = family
      self.name = name
    }
  }

  /// `NFT_MSG_NEWTABLE`.
  package struct Table: Hashable, Sendable {
    package var name: TableName
    /// `NFT_TABLE_F_DORMANT`: its chains are not hooked.
    package var isDormant: Bool
    package var handle: UInt64?

    package init(_ name: TableName, isDormant: Bool = false, handle: UInt64? = nil) {
      self.name = name
      self.isDormant = isDormant
      self.handle = handle
    }
  }
}

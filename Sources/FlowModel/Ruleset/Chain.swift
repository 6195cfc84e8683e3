extension Ruleset {
  /// A chain: `NFT_MSG_NEWCHAIN`.
  package struct Chain: Hashable, Sendable {
    /// Where a base chain is attached: `NFTA_CHAIN_HOOK`.
    package struct Hook: Hashable, Sendable {
      /// `NF_INET_*` for the IP families: 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting;
      /// for netdev and for inet ingress: `NF_NETDEV_*`, 5 is `NF_INET_INGRESS`.
      package var number: UInt32
      package var priority: Int32
      /// The devices of a netdev or ingress chain.
      package var devices: [String]

      package init(number: UInt32, priority: Int32, devices: [String] = []) {
        self.number = number
        self.priority = priority
        self.devices = devices
      }

      /// The corresponding kernel constant is `NF_INET_PRE_ROUTING`.
      package static let prerouting: UInt32 = 0
      /// The corresponding kernel constant is `NF_INET_FORWARD`.
      package static let forward: UInt32 = 2
      /// The corresponding kernel constant is `NF_INET_POST_ROUTING`.
      package static let postrouting: UInt32 = 4
    }

    package var table: TableName
    package var name: String
    /// nil for a chain that rules only jump to.
    package var hook: Hook?
    /// `NFTA_CHAIN_TYPE`: `filter`, `nat` or `route`; nil without a hook.
    package var type: String?
    /// `NFTA_CHAIN_POLICY` of a base chain: `NF_ACCEPT` or `NF_DROP`.
    package var policyIsDrop: Bool
    package var handle: UInt64?

    package init(
      table: TableName, name: String, hook: Hook? = nil, type: String? = nil,
      policyIsDrop: Bool = false, handle: UInt64? = nil
    ) {
      self.table = table
      self.name = name
      self.hook = hook
      self.type = type
      self.policyIsDrop = policyIsDrop
      self.handle = handle
    }
  }
}

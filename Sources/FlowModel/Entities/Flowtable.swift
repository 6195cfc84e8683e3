/// A flowtable as the ruleset defines it: `NFT_MSG_NEWFLOWTABLE`.
///
/// Its entries are never listed.
package struct Flowtable: Hashable, Sendable {
  /// The corresponding kernel constant is `NFTA_FLOWTABLE_FLAGS`.
  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    /// `NFT_FLOWTABLE_HW_OFFLOAD`, written `flags offload`.
    package static let offload = Flags(rawValue: 1)
    /// `NFT_FLOWTABLE_COUNTER`, written `counter`.
    package static let counter = Flags(rawValue: 2)
  }

  /// The family of the table: `inet`, `ip` or `ip6`, or the `NFPROTO_*` number as text.
  package var family: String
  package var table: String
  package var name: String
  package var handle: UInt64?
  /// `NFTA_FLOWTABLE_HOOK_NUM`; 0 is ingress, the only one there is.
  package var hook: UInt32
  package var priority: Int32
  package var devices: [String]
  package var flags: Flags
  /// `NFTA_FLOWTABLE_USE`: how many rules offload to it.
  package var use: UInt32?

  package init(
    family: String, table: String, name: String, handle: UInt64? = nil, hook: UInt32 = 0,
    priority: Int32 = 0, devices: [String] = [], flags: Flags = [], use: UInt32? = nil
  ) {
    self.family = family
    self.table = table
    self.name = name
    self.handle = handle
    self.hook = hook
    self.priority = priority
    self.devices = devices
    self.flags = flags
    self.use = use
  }
}

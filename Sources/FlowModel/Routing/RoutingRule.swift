/// A rule of policy routing: `RTM_NEWRULE`, as ip-rule(8) lists it.
package struct RoutingRule: Hashable, Sendable {
  /// `FR_ACT_*`.
  package enum Action: Hashable, Sendable {
    /// `FR_ACT_TO_TBL`: look into this routing table.
    case table(UInt32)
    /// `FR_ACT_GOTO`: on to the rule of this priority.
    case goto(UInt32)
    case nothing
    case blackhole
    case unreachable
    case prohibit
    case other(UInt8)
  }

  /// A mark as `FRA_FWMARK` asks for it: it holds where `mark & mask == value`.
  package struct MaskedMark: Hashable, Sendable {
    package var value: UInt32
    package var mask: UInt32

    package init(value: UInt32, mask: UInt32 = .max) {
      self.value = value
      self.mask = mask
    }
  }

  package var family: Family
  /// `FRA_PRIORITY`: the lowest is asked first.
  package var priority: UInt32
  package var action: Action
  /// `FIB_RULE_INVERT`: it holds where its conditions do not.
  package var isInverted: Bool
  package var source: AddressPrefix?
  package var destination: AddressPrefix?
  /// The corresponding kernel constants are `FRA_FWMARK` and `FRA_FWMASK`.
  package var mark: MaskedMark?
  /// `FRA_IIFNAME`, by name.
  package var inputDevice: String?
  /// `FRA_OIFNAME`: holds for this machine's own, bound packets alone.
  package var outputDevice: String?
  /// `FRA_IP_PROTO`.
  package var l4: L4Protocol?
  /// `FRA_SPORT_RANGE`, host order.
  package var sourcePorts: ClosedRange<UInt16>?
  /// `FRA_DPORT_RANGE`, host order.
  package var destinationPorts: ClosedRange<UInt16>?
  /// `frh_tos`: 0 for any.
  package var tos: UInt8
  /// `FRA_L3MDEV`: the table is that of the device's VRF.
  package var isL3Master: Bool
  /// `FRA_SUPPRESS_PREFIXLEN`: a route no longer than this does not count.
  package var suppressedPrefixLength: Int?
  /// It asks for what the program does not know (a user's id, a tunnel's, a flow label).
  package var hasOtherCondition: Bool

  package init(family: Family, priority: UInt32 = 0, action: Action) {
    self.family = family
    self.priority = priority
    self.action = action
    isInverted = false
    tos = 0
    isL3Master = false
    hasOtherCondition = false
  }
}

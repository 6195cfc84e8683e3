/// The status bits of an entry: `enum ip_conntrack_status`, `CTA_STATUS`.
package struct Status: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `IPS_EXPECTED`: another connection announced this one.
  package static let expected = Status(rawValue: 1 << 0)
  /// `IPS_SEEN_REPLY`: packets went both ways.
  package static let seenReply = Status(rawValue: 1 << 1)
  /// `IPS_ASSURED`: never dropped early when the table is full.
  package static let assured = Status(rawValue: 1 << 2)
  /// `IPS_CONFIRMED`: its first packet left this machine.
  package static let confirmed = Status(rawValue: 1 << 3)
  /// The corresponding kernel constant is `IPS_SRC_NAT`.
  package static let sourceNAT = Status(rawValue: 1 << 4)
  /// The corresponding kernel constant is `IPS_DST_NAT`.
  package static let destinationNAT = Status(rawValue: 1 << 5)
  /// `IPS_SEQ_ADJUST`: TCP sequence numbers are rewritten.
  package static let seqAdjust = Status(rawValue: 1 << 6)
  /// The corresponding kernel constant is `IPS_SRC_NAT_DONE`.
  package static let sourceNATDone = Status(rawValue: 1 << 7)
  /// The corresponding kernel constant is `IPS_DST_NAT_DONE`.
  package static let destinationNATDone = Status(rawValue: 1 << 8)
  /// `IPS_DYING`: being removed.
  package static let dying = Status(rawValue: 1 << 9)
  /// `IPS_FIXED_TIMEOUT`: traffic does not refresh its timeout.
  package static let fixedTimeout = Status(rawValue: 1 << 10)
  /// The corresponding kernel constant is `IPS_TEMPLATE`.
  package static let template = Status(rawValue: 1 << 11)
  /// `IPS_UNTRACKED`, which the kernel also uses as `IPS_NAT_CLASH`.
  package static let natClash = Status(rawValue: 1 << 12)
  /// `IPS_HELPER`: a helper was attached by a rule.
  package static let helper = Status(rawValue: 1 << 13)
  /// `IPS_OFFLOAD`: a flowtable forwards it in software.
  package static let offload = Status(rawValue: 1 << 14)
  /// `IPS_HW_OFFLOAD`: hardware forwards at least one direction.
  package static let hardwareOffload = Status(rawValue: 1 << 15)

  /// Every bit with the kernel's name for it, lowest bit first.
  package static let names: [(bit: Status, name: String)] = [
    (.expected, "EXPECTED"), (.seenReply, "SEEN_REPLY"), (.assured, "ASSURED"),
    (.confirmed, "CONFIRMED"), (.sourceNAT, "SRC_NAT"), (.destinationNAT, "DST_NAT"),
    (.seqAdjust, "SEQ_ADJUST"), (.sourceNATDone, "SRC_NAT_DONE"),
    (.destinationNATDone, "DST_NAT_DONE"), (.dying, "DYING"),
    (.fixedTimeout, "FIXED_TIMEOUT"), (.template, "TEMPLATE"), (.natClash, "UNTRACKED"),
    (.helper, "HELPER"), (.offload, "OFFLOAD"), (.hardwareOffload, "HW_OFFLOAD"),
  ]
}

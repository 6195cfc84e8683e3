/// What a device's driver says of itself: `ETHTOOL_MSG_FEATURES_GET_REPLY`.
package struct DeviceFeatures: Hashable, Sendable {
  /// Index of the device.
  package var link: UInt32
  package var name: String
  /// `hw-tc-offload` is on (`ETHTOOL_A_FEATURES_ACTIVE`).
  package var hardwareOffload: Bool
  /// `hw-tc-offload` can be turned on (`ETHTOOL_A_FEATURES_HW`).
  package var canOffload: Bool

  package init(link: UInt32, name: String, hardwareOffload: Bool, canOffload: Bool) {
    self.link = link
    self.name = name
    self.hardwareOffload = hardwareOffload
    self.canOffload = canOffload
  }
}

/// A queueing discipline of a device: `RTM_NEWQDISC`.
package struct QueueingDiscipline: Hashable, Sendable {
  /// Index of the device.
  package var link: UInt32
  /// `TCA_KIND`: `fq_codel`, `cake`, `ingress`, `clsact` ...
  package var kind: String
  /// `tcm_handle` and `tcm_parent`: `TC_H_ROOT` is 0xffffffff, `TC_H_INGRESS` 0xfffffff1.
  package var handle: UInt32
  package var parent: UInt32

  package init(link: UInt32, kind: String, handle: UInt32 = 0, parent: UInt32 = .max) {
    self.link = link
    self.kind = kind
    self.handle = handle
    self.parent = parent
  }
}

/// A neighbour, or an entry of a bridge's forwarding table: `RTM_NEWNEIGH`.
package struct Neighbor: Hashable, Sendable {
  /// Index of the device; of a bridge's forwarding table: of the port.
  package var link: UInt32
  /// `NDA_DST`; nil for an entry of a bridge (`AF_BRIDGE`).
  package var address: Address?
  /// `NDA_LLADDR` as it came; empty when there is none.
  package var hardwareAddress: [UInt8]
  /// `ndm_state`, `NUD_*`.
  package var state: UInt16
  /// `NDA_MASTER`: index of the bridge.
  package var master: UInt32?
  /// `NDA_VLAN`.
  package var vlan: UInt16?

  package init(
    link: UInt32, address: Address?, hardwareAddress: [UInt8] = [], state: UInt16 = 0,
    master: UInt32? = nil, vlan: UInt16? = nil
  ) {
    self.link = link
    self.address = address
    self.hardwareAddress = hardwareAddress
    self.state = state
    self.master = master
    self.vlan = vlan
  }

  /// `NUD_VALID`: permanent, noarp, reachable, probe, stale or delay.
  package var isValid: Bool { state & 0xde != 0 }
}

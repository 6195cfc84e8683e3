// The kernel's numbers of generic netlink and of ethtool over it. Sources:
// include/uapi/linux/genetlink.h, ethtool_netlink.h (since 6.13 ethtool_netlink_generated.h).

/// `CTRL_CMD_*` and `CTRL_ATTR_*` of generic netlink's own family.
enum GenericControl {
  /// `CTRL_CMD_NEWFAMILY`.
  static let newFamily: UInt8 = 1
  /// `CTRL_CMD_GETFAMILY`.
  static let getFamily: UInt8 = 3
  static let familyID: UInt16 = 1
  static let familyName: UInt16 = 2
}

/// `ETHTOOL_MSG_*`; a request and its answer have the same number here.
enum EthtoolCommand {
  static let stringSet: UInt8 = 1
  static let features: UInt8 = 11
}

/// `ETHTOOL_A_*`, as far as they are read or sent.
enum EthtoolAttribute {
  /// `ETHTOOL_A_FEATURES_HEADER`, `ETHTOOL_A_STRSET_HEADER`: the first of every message.
  static let header: UInt16 = 1
  static let deviceIndex: UInt16 = 1
  static let deviceName: UInt16 = 2
  static let flags: UInt16 = 3
  /// `ETHTOOL_FLAG_COMPACT_BITSETS`.
  static let compactBitsets: UInt32 = 1

  static let featuresHardware: UInt16 = 2
  static let featuresActive: UInt16 = 4

  static let bitsetSize: UInt16 = 2
  static let bitsetValue: UInt16 = 4

  static let stringSets: UInt16 = 2
  static let stringSet: UInt16 = 1
  static let stringSetID: UInt16 = 1
  static let stringSetStrings: UInt16 = 3
  static let string: UInt16 = 1
  static let stringIndex: UInt16 = 1
  static let stringValue: UInt16 = 2
  /// `ETH_SS_FEATURES`.
  static let featureNames: UInt32 = 4
}

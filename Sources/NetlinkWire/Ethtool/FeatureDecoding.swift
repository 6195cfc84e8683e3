package import FlowModel

/// A family of generic netlink, which has another `nlmsg_type` on each machine: `CTRL_CMD_NEWFAMILY`.
package struct GenericFamily: Equatable, Sendable {
  package let name: String
  /// Its `nlmsg_type`.
  package let id: UInt16

  /// Gives nil for another command of that family.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterGenericHeader()
    guard bytes.genericCommand(message) == GenericControl.newFamily else { return nil }
    var name: String?
    var id: UInt16?
    var cursor = AttributeCursor(attributes, of: "CTRL_ATTR")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case GenericControl.familyName: name = bytes.text(a)
      case GenericControl.familyID: id = try bytes.host(UInt16.self, a, "CTRL_ATTR_FAMILY_ID")
      default: break
      }
    }
    guard let name else { throw message.lacks("CTRL_ATTR_FAMILY_NAME") }
    guard let id else { throw message.lacks("CTRL_ATTR_FAMILY_ID") }
    self.name = name
    self.id = id
  }
}

/// Which bit of a device's features is which: `ETHTOOL_MSG_STRSET_GET_REPLY` for `ETH_SS_FEATURES`.
///
/// The bits have other numbers from kernel to kernel.
package struct FeatureNames: Equatable, Sendable {
  /// The bit of `hw-tc-offload`; nil when this kernel has none.
  package let hardwareOffload: Int?

  /// Gives nil for another command of ethtool's.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterGenericHeader()
    guard bytes.genericCommand(message) == EthtoolCommand.stringSet else { return nil }
    var found: Int?
    var cursor = AttributeCursor(attributes, of: "ETHTOOL_A_STRSET")
    while let a = try cursor.next(in: bytes) {
      guard a.type == EthtoolAttribute.stringSets else { continue }
      var sets = AttributeCursor(inside: a, of: "ETHTOOL_A_STRSET_STRINGSETS")
      while let set = try sets.next(in: bytes) {
        if let bit = try Self.bit(bytes, set) { found = bit }
      }
    }
    hardwareOffload = found
  }

  /// The bit of `hw-tc-offload` in one set, if it is the set of features.
  private static func bit(_ bytes: RawSpan, _ set: Attribute) throws(DecodeError) -> Int? {
    var isOfFeatures = false
    var found: Int?
    var cursor = AttributeCursor(inside: set, of: "ETHTOOL_A_STRINGSETS_STRINGSET")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case EthtoolAttribute.stringSetID:
        let id = try bytes.host(UInt32.self, a, "ETHTOOL_A_STRINGSET_ID")
        isOfFeatures = id == EthtoolAttribute.featureNames
      case EthtoolAttribute.stringSetStrings:
        var strings = AttributeCursor(inside: a, of: "ETHTOOL_A_STRINGSET_STRINGS")
        while let string = try strings.next(in: bytes) {
          if let bit = try Self.bit(ofString: string, bytes) { found = bit }
        }
      default: break
      }
    }
    return isOfFeatures ? found : nil
  }

  private static func bit(
    ofString string: Attribute, _ bytes: RawSpan
  ) throws(DecodeError) -> Int? {
    var index: UInt32?
    var isIt = false
    var cursor = AttributeCursor(inside: string, of: "ETHTOOL_A_STRINGS_STRING")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case EthtoolAttribute.stringIndex:
        index = try bytes.host(UInt32.self, a, "ETHTOOL_A_STRING_INDEX")
      case EthtoolAttribute.stringValue: isIt = bytes.text(a) == "hw-tc-offload"
      default: break
      }
    }
    return isIt ? index.map(Int.init) : nil
  }
}

/// The features of a device as bits: `ETHTOOL_MSG_FEATURES_GET_REPLY` with compact bitsets.
package struct FeatureBits: Equatable, Sendable {
  package let link: UInt32
  package let name: String
  /// `ETHTOOL_A_FEATURES_HW`: what can be turned on and off.
  package let changeable: [UInt32]
  /// `ETHTOOL_A_FEATURES_ACTIVE`: what is on.
  package let active: [UInt32]

  /// Gives nil for another command of ethtool's.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterGenericHeader()
    guard bytes.genericCommand(message) == EthtoolCommand.features else { return nil }
    var link: UInt32?
    var name: String?
    var changeable: [UInt32] = []
    var active: [UInt32] = []
    var cursor = AttributeCursor(attributes, of: "ETHTOOL_A_FEATURES")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case EthtoolAttribute.header:
        var inner = AttributeCursor(inside: a, of: "ETHTOOL_A_FEATURES_HEADER")
        while let b = try inner.next(in: bytes) {
          switch b.type {
          case EthtoolAttribute.deviceIndex:
            link = try bytes.host(UInt32.self, b, "ETHTOOL_A_HEADER_DEV_INDEX")
          case EthtoolAttribute.deviceName: name = bytes.text(b)
          default: break
          }
        }
      case EthtoolAttribute.featuresHardware: changeable = try bytes.bitset(a)
      case EthtoolAttribute.featuresActive: active = try bytes.bitset(a)
      default: break
      }
    }
    guard let link else { throw message.lacks("ETHTOOL_A_HEADER_DEV_INDEX") }
    guard let name else { throw message.lacks("ETHTOOL_A_HEADER_DEV_NAME") }
    self.link = link
    self.name = name
    self.changeable = changeable
    self.active = active
  }

  /// What they say of hardware offload; nil when the names of the bits are not known.
  package func features(_ names: FeatureNames) -> DeviceFeatures? {
    guard let bit = names.hardwareOffload else { return nil }
    return DeviceFeatures(
      link: link, name: name, hardwareOffload: active.has(bit), canOffload: changeable.has(bit))
  }
}

extension [UInt32] {
  fileprivate func has(_ bit: Int) -> Bool {
    bit >= 0 && bit / 32 < count && self[bit / 32] >> UInt32(bit % 32) & 1 != 0
  }
}

extension RawSpan {
  /// `ETHTOOL_A_BITSET_VALUE`: words in host order, the first bit in the lowest of the first.
  fileprivate func bitset(_ attribute: Attribute) throws(DecodeError) -> [UInt32] {
    var words: [UInt32] = []
    var cursor = AttributeCursor(inside: attribute, of: "ETHTOOL_A_BITSET")
    while let a = try cursor.next(in: self) {
      guard a.type == EthtoolAttribute.bitsetValue else { continue }
      guard a.length % 4 == 0 else {
        throw DecodeError(.badLength(a.length), at: a.start, name: "ETHTOOL_A_BITSET_VALUE")
      }
      words = stride(from: a.start, to: a.end, by: 4).map { host(UInt32.self, at: $0) }
    }
    return words
  }

  /// `cmd` of `struct genlmsghdr`; its length was checked.
  func genericCommand(_ message: Message) -> UInt8 {
    message.payload.isEmpty ? 0 : host(UInt8.self, at: message.payload.lowerBound)
  }
}

extension RawSpan {
  /// Whether a message of ethtool's asks for or tells features, or tells the names of their bits.
  package func isEthtoolAnswer(_ message: Message) -> Bool {
    switch genericCommand(message) {
    case EthtoolCommand.features: true
    // Of one device's strings there are dumps, too, which are of no concern.
    case EthtoolCommand.stringSet:
      !message.has(MessageFlag.multi) && !message.has(MessageFlag.request)
    default: false
    }
  }
}

extension Message {
  /// The attributes after `struct genlmsghdr`: command, version, two reserved octets.
  func afterGenericHeader() throws(DecodeError) -> Range<Int> { try after(4, "genlmsghdr") }
}

extension GenericFamily: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.generic }
  package static var requestType: UInt16 { MessageType.genericControl }
  package static var messageType: UInt16 { MessageType.genericControl }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [GenericFamily]
  ) throws(DecodeError) {
    if let family = try GenericFamily(decoding: bytes, message) { items.append(family) }
  }
}

extension FeatureNames: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.generic }
  package static var requestType: UInt16 { MessageType.dealtOut }
  package static var messageType: UInt16 { MessageType.dealtOut }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [FeatureNames]
  ) throws(DecodeError) {
    if let names = try FeatureNames(decoding: bytes, message) { items.append(names) }
  }
}

extension FeatureBits: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.generic }
  package static var requestType: UInt16 { MessageType.dealtOut }
  package static var messageType: UInt16 { MessageType.dealtOut }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [FeatureBits]
  ) throws(DecodeError) {
    if let bits = try FeatureBits(decoding: bytes, message) { items.append(bits) }
  }
}

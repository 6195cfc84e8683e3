/// Numbers of the pcapng format (draft-ietf-opsawg-pcapng) and of its elder, pcap.
enum PcapngFormat {
  static let sectionHeader: UInt32 = 0x0a0d_0d0a
  static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
  static let interfaceDescription: UInt32 = 1
  /// Obsolete, still written by old tools.
  static let packet: UInt32 = 2
  static let simplePacket: UInt32 = 3
  static let enhancedPacket: UInt32 = 6

  static let optionEnd: UInt16 = 0
  static let optionComment: UInt16 = 1
  /// `shb_userappl` of a section.
  static let optionApplication: UInt16 = 4
  /// `if_name` of an interface.
  static let optionName: UInt16 = 2
  /// `if_tsresol`: one byte; a power of ten, or of two with the high bit set.
  static let optionResolution: UInt16 = 9
  /// `if_tsoffset`: seconds to add.
  static let optionOffset: UInt16 = 14

  /// A block or packet larger than this is damage, or an attack on memory.
  static let largestBlock = 16 << 20
  /// So are more interfaces than this in one section: each packet may look through them all.
  static let mostInterfaces = 4096

  /// pcap with microseconds.
  static let pcapMicroseconds: UInt32 = 0xa1b2_c3d4
  /// pcap with nanoseconds.
  static let pcapNanoseconds: UInt32 = 0xa1b2_3c4d
  static let pcapHeaderLength = 24
  static let pcapRecordLength = 16
}

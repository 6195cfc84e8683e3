/// Why a recording cannot be played.
package enum RecordingError: Error, Equatable, Sendable {
  case empty
  case notACapture
  /// The packets are of another `LINKTYPE_*`.
  case linkType(Int)
  /// A block contradicts itself or is impossibly large; `offset` is in bytes from the start.
  case damaged(offset: Int, what: String)
  /// Netlink is in the byte order of the machine that it was recorded on.
  case foreignByteOrder
}

extension RecordingError: CustomStringConvertible {
  /// One sentence for the operator.
  package var description: String {
    switch self {
    case .empty:
      "The recording is empty."
    case .notACapture:
      "This is neither a pcapng nor a pcap file."
    case .linkType(let type):
      "This capture has link type \(type), not netlink (253): capture on an nlmon device."
    case .damaged(let offset, let what):
      "The recording is damaged at byte \(offset): \(what)."
    case .foreignByteOrder:
      "This capture comes from a machine of the other byte order and plays only on such a one."
    }
  }
}

/// An interface description block: what its packets are, and what their timestamps count.
struct CaptureInterface: Sendable {
  let linkType: Int
  /// `snaplen`; `Int.max` when there is no limit.
  let longestPacket: Int
  private(set) var timestamps = Timestamps()

  /// Reads the block at the front of the buffer.
  init(_ buffer: ByteBuffer, _ length: Int) {
    linkType = Int(buffer.u16(8))
    let limit = Int(buffer.u32(12))
    longestPacket = limit == 0 ? .max : limit
    for option in buffer.options(16, length - 4) {
      switch option.code {
      case PcapngFormat.optionResolution:
        if let resolution = option.value.first { timestamps.resolution = resolution }
      case PcapngFormat.optionOffset where option.value.count == 8:
        timestamps.offset = Int64(bitPattern: buffer.u64(option.offset))
      default: break
      }
    }
  }
}

/// An option of a pcapng block.
struct CaptureOption {
  let code: UInt16
  /// Where its value begins, from the front of the buffer.
  let offset: Int
  let value: ArraySlice<UInt8>
}

extension ByteBuffer {
  /// The options between two offsets, up to one that is cut short or says that it is the last.
  func options(_ start: Int, _ end: Int) -> [CaptureOption] {
    var found: [CaptureOption] = []
    var offset = start
    while end - offset >= 4 {
      let code = u16(offset)
      let length = Int(u16(offset + 2))
      guard code != PcapngFormat.optionEnd, length <= end - offset - 4 else { break }
      found.append(
        CaptureOption(code: code, offset: offset + 4, value: slice(offset + 4, length)))
      offset += 4 + (length + 3) & ~3
    }
    return found
  }
}

// The fixed structs between a message's header and its attributes.
extension Message {
  /// The attributes after a fixed header of so many bytes.
  @inline(__always)
  func after(_ size: Int, _ name: StaticString) throws(DecodeError) -> Range<Int> {
    let payload = payload
    guard payload.count >= size else {
      throw DecodeError(.truncated, at: payload.lowerBound, name: name)
    }
    return (payload.lowerBound + size)..<payload.upperBound
  }

  /// The attributes after `struct nfgenmsg`: family, version, and a big-endian `res_id`.
  @inline(__always)
  func afterNfgenmsg() throws(DecodeError) -> Range<Int> { try after(4, "nfgenmsg") }

  func lacks(_ name: StaticString) -> DecodeError {
    DecodeError(.missing, at: start, name: name)
  }
}

extension Attribute {
  func lacks(_ name: StaticString) -> DecodeError {
    DecodeError(.missing, at: start, name: name)
  }
}

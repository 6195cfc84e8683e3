// What a recording needs of a message besides its meaning: its bytes, and what changed in them.
extension RawSpan {
  /// The message as bytes of its own, padded to 4, with other flags and another sequence.
  package func copy(_ message: Message, flags: UInt16, sequence: UInt32) -> [UInt8] {
    var writer = MessageWriter()
    writer.message(type: message.type, flags: flags, sequence: sequence, port: message.port) {
      $0.append(self, message.payload)
    }
    return writer.bytes
  }

  /// A number for what a conntrack entry says, its timeout and use count left out.
  ///
  /// Equal entries have equal numbers; every other attribute, known or not, makes them differ.
  /// nil when the attributes cannot be walked.
  package func fingerprint(ofFlow message: Message) -> UInt64? {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    do throws(DecodeError) {
      var cursor = AttributeCursor(try message.afterNfgenmsg(), of: "CTA")
      while let a = try cursor.next(in: self) {
        if a.type == ConntrackAttribute.timeout || a.type == ConntrackAttribute.use { continue }
        digest = mix(digest, UInt64(a.type) << 32 | UInt64(a.length))
        var offset = a.start
        while offset + 8 <= a.end {
          digest = mix(digest, host(UInt64.self, at: offset))
          offset += 8
        }
        while offset < a.end {
          digest = mix(digest, UInt64(host(UInt8.self, at: offset)))
          offset += 1
        }
      }
    } catch {
      return nil
    }
    return digest
  }

  @inline(__always)
  private func mix(_ digest: UInt64, _ word: UInt64) -> UInt64 {
    let product = (digest ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return (product.high ^ product.low) &+ 0xd6e8_feb8_6659_fd93
  }
}

extension RawSpan {
  /// All of it, as bytes of its own.
  package func copy() -> [UInt8] {
    unsafe withUnsafeBytes { unsafe Array($0) }
  }
}

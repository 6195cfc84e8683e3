extension TextBuffer {
  /// Appends the source of a tuple: `10.0.1.2:443`, `[fd00::1]:443`, `10.0.1.2 #4711` for ICMP.
  package mutating func append(sourceOf tuple: Tuple) {
    append(endpoint: tuple.source, tuple)
    if tuple.l4.isICMP {
      append(" #")
      append(number: UInt64(tuple.icmpID))
    } else if tuple.l4.hasPorts {
      append(UInt8(ascii: ":"))
      append(number: UInt64(tuple.sourcePort))
    }
  }

  /// Appends the destination of a tuple, without a port for ICMP.
  package mutating func append(destinationOf tuple: Tuple) {
    append(endpoint: tuple.destination, tuple)
    if tuple.l4.hasPorts {
      append(UInt8(ascii: ":"))
      append(number: UInt64(tuple.destinationPort))
    }
  }

  private mutating func append(endpoint address: Address, _ tuple: Tuple) {
    let bracketed = tuple.family == .ipv6 && tuple.l4.hasPorts
    if bracketed { append(UInt8(ascii: "[")) }
    append(address, family: tuple.family)
    if bracketed { append(UInt8(ascii: "]")) }
  }
}

extension Tuple {
  package var sourceText: String {
    var buffer = TextBuffer(reserving: 48)
    buffer.append(sourceOf: self)
    return buffer.string
  }

  package var destinationText: String {
    var buffer = TextBuffer(reserving: 48)
    buffer.append(destinationOf: self)
    return buffer.string
  }
}

/// The clock of a capture's interface: `if_tsresol` and `if_tsoffset`.
struct Timestamps: Equatable, Sendable {
  /// Ticks of a second as a power: of ten, or of two with the high bit set.
  var resolution: UInt8 = 6
  /// Seconds to add.
  var offset: Int64 = 0

  /// Nanoseconds since 1970; held at the ends of the range where they would leave it.
  func nanoseconds(_ ticks: UInt64) -> UInt64 {
    let exponent = Int(resolution & 0x7f)
    let plain = resolution & 0x80 != 0 ? binary(ticks, exponent) : decimal(ticks, exponent)
    let (shift, over) = offset.magnitude.multipliedReportingOverflow(by: 1_000_000_000)
    if offset >= 0 {
      let (sum, beyond) = plain.addingReportingOverflow(shift)
      return over || beyond ? .max : sum
    }
    return over || shift > plain ? 0 : plain - shift
  }

  private func decimal(_ ticks: UInt64, _ exponent: Int) -> UInt64 {
    var value = ticks
    if exponent <= 9 {
      for _ in exponent..<9 {
        let (product, over) = value.multipliedReportingOverflow(by: 10)
        if over { return .max }
        value = product
      }
    } else {
      for _ in 9..<exponent where value > 0 { value /= 10 }
    }
    return value
  }

  /// Ticks times 10⁹, divided by a power of two, in 128 bits.
  private func binary(_ ticks: UInt64, _ exponent: Int) -> UInt64 {
    let wide = (UInt128(ticks) * 1_000_000_000) >> UInt128(exponent)
    return UInt64(exactly: wide) ?? .max
  }
}

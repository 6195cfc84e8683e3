/// How amounts are written: rates in bits or bytes, prefixes of 1000 or of 1024.
package struct Units: Hashable, Sendable {
  /// Rates in bytes a second, not bits.
  package var inBytes: Bool
  /// IEC prefixes (`Ki` is 1024, IEC 80000-13), not SI ones (`k` is 1000).
  package var isBinary: Bool

  package init(inBytes: Bool = false, isBinary: Bool = false) {
    self.inBytes = inBytes
    self.isBinary = isBinary
  }
}

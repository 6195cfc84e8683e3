/// Bits per second in each direction; nil where the kernel's counters cannot tell.
package struct Rates: Hashable, Sendable {
  package var orig: Double?
  package var reply: Double?

  package init(orig: Double? = nil, reply: Double? = nil) {
    self.orig = orig
    self.reply = reply
  }

  /// Both directions together; nil only when neither is known.
  package var total: Double? {
    orig == nil && reply == nil ? nil : (orig ?? 0) + (reply ?? 0)
  }
}

/// Whether the kernel's word of the ends of flows is listened to.
package enum EventWatch: Hashable, Sendable {
  /// Nobody wants to hear it, or there is no kernel to tell it.
  case off
  case listening
  /// More flows than this ended within a second; it is tried again after so many seconds.
  case tooMany(Int, pause: Int)
  /// It cannot be heard, and why, as one sentence.
  case failed(String)
}

import CNftables

/// A listing of the ruleset by libnftables, on its way.
///
/// It takes milliseconds for a hundred rules and seconds for ten thousand: a poll takes what is
/// there, and goes on.
final class RuleListing {
  enum State {
    case pending
    case done(RuleTexts)
    /// There is no such library, or it failed.
    case failed
  }

  /// How long a listing may take, in nanoseconds.
  private static let patience: UInt64 = 60_000_000_000

  private var listing = nft_listing()
  private let deadline: UInt64

  /// Begins to list the ruleset of the calling thread's namespace.
  init?() {
    deadline = Clock.monotonic() + Self.patience
    guard nft_listing_start(&listing) == 0 else { return nil }
  }

  deinit { nft_listing_end(&listing) }

  /// Waits so long for the end of the listing.
  func wait(milliseconds: Int32) -> State {
    switch nft_listing_wait(&listing, milliseconds) {
    case nft_listing_done:
      let bytes = UnsafeRawBufferPointer(start: listing.text, count: listing.length)
      return .done(RuleTexts(listing: String(decoding: bytes, as: UTF8.self)))
    case nft_listing_pending: return Clock.monotonic() < deadline ? .pending : .failed
    default: return .failed
    }
  }
}

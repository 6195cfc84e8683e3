import Glibc

/// One of us at a time changes pins in a network namespace: who reads our table and then changes it must
/// not take away what another one put there meanwhile.
///
/// An abstract address of a UNIX socket, unix(7): it belongs to the network namespace, leaves no file, and
/// goes with its process.
struct PinLock: ~Copyable {
  private static let name = "flowlanes-pins"
  /// Nanoseconds; then it goes on all the same: whoever holds the name may be no friend.
  private static let patience: UInt64 = 10_000_000_000

  private let descriptor: Int32

  /// Waits for the lock.
  init() {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let end = Clock.monotonic() + Self.patience
    while descriptor >= 0, !Self.bind(descriptor), errno == EADDRINUSE, Clock.monotonic() < end {
      usleep(5000)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func bind(_ descriptor: Int32) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // The first byte stays 0, which makes the address an abstract one.
    withUnsafeMutableBytes(of: &address.sun_path) { path in
      for (place, byte) in name.utf8.enumerated() { path[place + 1] = byte }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, length) == 0
      }
    }
  }
}

import Glibc

/// Datagrams through the loopback device of the calling thread's namespace: one flow, which is counted.
final class LoopTraffic {
  private let ends = [0, 1].map { _ in socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0) }
  private var address = sockaddr_in()

  init() throws {
    try Shell.run("ip link set lo up && echo 1 > /proc/sys/net/netfilter/nf_conntrack_acct")
    // Nothing is tracked before a rule asks.
    try Shell.load(
      "table ip t { chain c { type filter hook output priority 0; ct state new accept; }; }")
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = UInt16(5000).bigEndian
    withAddress { _ = bind(ends[0], $0, $1) }
  }

  deinit { for end in ends { close(end) } }

  /// Sends so many datagrams of so many bytes, which the kernel counts with 28 more each.
  func send(_ count: Int, of bytes: Int) {
    let payload = [UInt8](repeating: 0, count: bytes)
    withAddress { for _ in 0..<count { sendto(ends[1], payload, bytes, 0, $0, $1) } }
  }

  private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

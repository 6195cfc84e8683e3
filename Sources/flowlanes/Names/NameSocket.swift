import FlowModel
import Glibc

/// A UDP socket to a name server.
nonisolated enum NameSocket {
  private static let port: UInt16 = 53

  /// Opens it: only what that server sends from its port arrives.
  ///
  /// Tells the address and port that the kernel chose for it.
  static func open(to server: Address) -> (socket: Int32, local: Address, port: UInt16)? {
    let family = server.ipv4 == nil ? AF_INET6 : AF_INET
    let made = socket(
      family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard made >= 0 else { return nil }
    guard connect(made, to: server), let (local, port) = name(of: made) else {
      close(made)
      return nil
    }
    return (made, local, port)
  }

  private static func connect(_ socket: Int32, to server: Address) -> Bool {
    func call(_ address: UnsafeRawPointer, _ size: Int) -> Bool {
      Glibc.connect(socket, address.assumingMemoryBound(to: sockaddr.self), socklen_t(size)) == 0
    }
    if let ipv4 = server.ipv4 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = ipv4.bigEndian
      return withUnsafeBytes(of: &address) {
        $0.baseAddress.map { call($0, MemoryLayout<sockaddr_in>.size) } ?? false
      }
    }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
      bytes.storeBytes(of: server.high.bigEndian, as: UInt64.self)
      bytes.storeBytes(of: server.low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }
    return withUnsafeBytes(of: &address) {
      $0.baseAddress.map { call($0, MemoryLayout<sockaddr_in6>.size) } ?? false
    }
  }

  private static func name(of socket: Int32) -> (Address, UInt16)? {
    var storage = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
    }
    guard result == 0 else { return nil }
    let isIPv4 = Int32(storage.sin6_family) == AF_INET
    return withUnsafeBytes(of: &storage) { bytes in
      let port = UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
      if isIPv4 {
        let number = UInt32(bigEndian: bytes.load(fromByteOffset: 4, as: UInt32.self))
        return (Address(ipv4: number), port)
      }
      let high = UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
      let low = UInt64(bigEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
      return (Address(high: high, low: low), port)
    }
  }
}

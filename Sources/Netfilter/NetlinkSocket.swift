import CMnl
import Glibc

/// A netlink socket over libmnl, with the one buffer that it receives into.
///
/// Belongs to the network namespace that its thread was in when it was opened.
package struct NetlinkSocket: ~Copyable {
  /// The netlink families in use.
  package enum Bus: Int32, Sendable {
    /// `NETLINK_ROUTE`
    case route = 0
    /// `NETLINK_XFRM`
    case ipsec = 6
    /// `NETLINK_NETFILTER`
    case netfilter = 12
    /// `NETLINK_GENERIC`
    case generic = 16
  }

  /// How long a receive waits for an answer, in seconds.
  package static let patience = 10
  /// The kernel fills at most 32 KiB of it in one receive, and needs to see a buffer that large.
  private static let bufferSize = 64 << 10
  /// The level of netlink's socket options, `SOL_NETLINK`.
  static let level: Int32 = 270

  let bus: Bus
  private let handle: OpaquePointer
  private let buffer: UnsafeMutableRawBufferPointer
  /// The address of this end (`nlmsg_pid` of the answers).
  package let portID: UInt32
  private var lastSequence: UInt32

  /// Opens and binds a socket.
  ///
  /// `receiveBuffer` is what the kernel may queue, in bytes; without CAP_NET_ADMIN it grants at
  /// most `net.core.rmem_max`.
  package init(_ bus: Bus, receiveBuffer: Int32 = 1 << 20) throws(KernelError) {
    guard let opened = mnl_socket_open2(bus.rawValue, Int32(SOCK_CLOEXEC.rawValue)) else {
      throw KernelError(.openSocket, errno: errno)
    }
    guard mnl_socket_bind(opened, 0, MNL_SOCKET_AUTOPID) == 0 else {
      let number = errno
      mnl_socket_close(opened)
      throw KernelError(.openSocket, errno: number)
    }
    self.bus = bus
    handle = opened
    portID = mnl_socket_get_portid(opened)
    buffer = .allocate(byteCount: Self.bufferSize, alignment: 16)
    lastSequence = 0
    setReceiveBuffer(receiveBuffer)
    setPatience()
    // Both exist since Linux 4.12; an older kernel answers without an explanation.
    setOption(NETLINK_EXT_ACK)
    setOption(NETLINK_CAP_ACK)
    // Since 4.20. Without it the kernel ignores what it does not know in an rtnetlink request.
    if bus == .route { setOption(NETLINK_GET_STRICT_CHK) }
  }

  deinit {
    mnl_socket_close(handle)
    buffer.deallocate()
  }

  /// A sequence number that no other request of this socket had lately; never 0.
  package mutating func nextSequence() -> UInt32 {
    lastSequence = lastSequence == .max ? 1 : lastSequence + 1
    return lastSequence
  }

  /// Sends one or several whole messages in one datagram.
  package func send(
    _ message: [UInt8], for operation: KernelError.Operation
  ) throws(KernelError) {
    while true {
      let (sent, number) = message.withUnsafeBytes { bytes in
        let sent = mnl_socket_sendto(handle, bytes.baseAddress, bytes.count)
        return (sent, errno)
      }
      if sent >= 0 { return }
      if number != EINTR { throw KernelError(operation, errno: number) }
    }
  }

  /// Waits for the next datagram and lends it to `body`, in place.
  package func receive<Result>(
    for operation: KernelError.Operation,
    _ body: (RawSpan) throws(KernelError) -> Result
  ) throws(KernelError) -> Result {
    let received = try receive(into: buffer, for: operation)
    return try body(UnsafeRawBufferPointer(rebasing: buffer[..<received]).bytes)
  }

  /// Waits for the next datagram, puts it into `room`, and tells its length in octets.
  ///
  /// The kernel must see room for 32 KiB.
  func receive(
    into room: UnsafeMutableRawBufferPointer, for operation: KernelError.Operation
  ) throws(KernelError) -> Int {
    while true {
      let received = mnl_socket_recvfrom(handle, room.baseAddress, room.count)
      let number = errno
      if received >= 0 { return received }
      switch number {
      case EINTR: continue
      // libmnl's word for MSG_TRUNC.
      case ENOSPC: throw KernelError(operation, .truncated)
      case EAGAIN: throw KernelError(operation, .silent)
      default: throw KernelError(operation, errno: number)
      }
    }
  }

  private func setOption(_ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, Self.level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  private func setReceiveBuffer(_ bytes: Int32) {
    var bytes = bytes
    let size = socklen_t(MemoryLayout<Int32>.size)
    if setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, size) != 0 {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, size)
    }
  }

  private func setPatience() {
    var time = timeval(tv_sec: Self.patience, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  var descriptor: Int32 { mnl_socket_get_fd(handle) }
}

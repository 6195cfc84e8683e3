import CMnl
import FlowModel
import Glibc
import NetlinkWire

/// A netlink socket that the kernel tells of the ends of flows, which never waits.
///
/// Belongs to the network namespace that its thread was in when it was opened, however often it joins
/// the group anew: so it may do that from any thread.
struct EventSocket: ~Copyable {
  /// What a reading came to.
  enum Reading: Hashable {
    /// There is no more for now.
    case empty
    /// Enough were read: there may be more.
    case full
    /// The kernel lost messages since the reading before: `ENOBUFS`.
    case lost
  }

  private let socket: NetlinkSocket

  /// Opens the socket; nothing is told before `join`.
  ///
  /// `receiveBuffer` is what the kernel may queue, in bytes. It reckons some 1 to 2 KiB for each
  /// message, and doubles what it is asked for (socket(7)). Without CAP_NET_ADMIN it grants at most
  /// `net.core.rmem_max`.
  init(receiveBuffer: Int32) throws(KernelError) {
    let opened = try NetlinkSocket(.netfilter, receiveBuffer: receiveBuffer)
    let flags = fcntl(opened.descriptor, F_GETFL)
    guard flags >= 0, fcntl(opened.descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
      throw KernelError(.watchFlows, errno: errno)
    }
    socket = opened
  }

  /// The socket by another number, which the caller closes, to be waited on after this one is gone.
  func descriptorToWaitOn() throws(KernelError) -> Int32 {
    let copy = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 0)
    if copy < 0 { throw KernelError(.watchFlows, errno: errno) }
    return copy
  }

  /// From now on the kernel tells of each entry that goes: `NFNLGRP_CONNTRACK_DESTROY`, group 3.
  ///
  /// It does so only of entries that began while somebody listened (`nf_conntrack_events` = 2, the
  /// default of Linux 6.1 and later), of all (1), or of none (0).
  ///
  /// - Throws: EPERM without CAP_NET_ADMIN.
  func join() throws(KernelError) { try setMembership(NETLINK_ADD_MEMBERSHIP) }

  /// From now on the kernel tells nothing, and takes no trouble over it; what it told is still to be read.
  func leave() throws(KernelError) { try setMembership(NETLINK_DROP_MEMBERSHIP) }

  private func setMembership(_ option: Int32) throws(KernelError) {
    var group = NetfilterGroup.flowGone
    let result = setsockopt(
      socket.descriptor, NetlinkSocket.level, option, &group,
      socklen_t(MemoryLayout<UInt32>.size))
    if result != 0 { throw KernelError(.watchFlows, errno: errno) }
  }

  /// Reads what there is: at most `limit` flows, or until the kernel says that it lost messages.
  func read(into flows: inout [PackedEntry], malformed: inout Int, limit: Int) throws(KernelError)
    -> Reading
  {
    let most = limit > .max - flows.count ? .max : flows.count + limit
    while flows.count < most {
      do throws(KernelError) {
        try socket.receive(for: .watchFlows) { datagram throws(KernelError) in
          Self.decode(datagram, &flows, &malformed)
        }
      } catch {
        switch error.cause {
        // Nothing more, in a socket that does not wait.
        case .silent: return .empty
        case .errno(ENOBUFS, _): return .lost
        // Longer than 64 KiB, which no entry is.
        case .truncated: malformed += 1
        default: throw error
        }
      }
    }
    return .full
  }

  /// Takes the flows of a datagram; what cannot be decoded is counted, and the others count.
  static func decode(_ datagram: RawSpan, _ flows: inout [PackedEntry], _ malformed: inout Int) {
    var cursor = MessageCursor()
    while true {
      do throws(DecodeError) {
        guard let message = try cursor.next(in: datagram) else { return }
        guard message.type == MessageType.flowGone else { continue }
        flows.append(try PackedEntry(decoding: datagram, message))
      } catch {
        malformed += 1
      }
    }
  }
}

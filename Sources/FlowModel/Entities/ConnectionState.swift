/// The state that a stateful protocol's tracker is in: `CTA_PROTOINFO`.
package struct ConnectionState: Hashable, Sendable {
  package let l4: L4Protocol
  package let rawValue: UInt8

  package init(l4: L4Protocol, rawValue: UInt8) {
    self.l4 = l4
    self.rawValue = rawValue
  }

  /// `TCP_CONNTRACK_ESTABLISHED`, as a state of TCP.
  package static let tcpEstablished: UInt8 = 3

  /// Whether a TCP connection is past its first FIN or RST: `TCP_CONNTRACK_FIN_WAIT` to
  /// `TCP_CONNTRACK_CLOSE`.
  package var isClosing: Bool { l4 == .tcp && (4...8).contains(rawValue) }

  /// The name that conntrack(8) prints, else the number as text.
  package var name: String {
    let names = Self.names(of: l4)
    return Int(rawValue) < names.count ? names[Int(rawValue)] : String(rawValue)
  }

  /// The names of a protocol's states, by number; none where the kernel keeps no state.
  static func names(of l4: L4Protocol) -> [String] {
    switch l4 {
    case .tcp: tcp
    case .sctp: sctp
    case .dccp: dccp
    default: []
    }
  }

  /// `enum tcp_conntrack`; number 9 is the kernel's SYN_SENT2, an alias of LISTEN.
  private static let tcp = [
    "NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK",
    "TIME_WAIT", "CLOSE", "SYN_SENT2",
  ]
  /// The states of `enum sctp_conntrack`.
  private static let sctp = [
    "NONE", "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED", "SHUTDOWN_SENT",
    "SHUTDOWN_RECD", "SHUTDOWN_ACK_SENT", "HEARTBEAT_SENT",
  ]
  /// `enum ct_dccp_states`; the kernel dropped DCCP in 6.18.
  private static let dccp = [
    "NONE", "REQUEST", "RESPOND", "PARTOPEN", "OPEN", "CLOSEREQ", "CLOSING", "TIMEWAIT",
    "IGNORE", "INVALID",
  ]
}

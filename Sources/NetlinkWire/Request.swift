/// A question to the kernel that changes nothing there.
package enum Request: UInt8, CaseIterable, Sendable, Hashable {
  /// Every conntrack entry of the namespace: `conntrack -L`.
  case flows
  /// Every flowtable: `nft list flowtables`.
  case flowtables
  /// Every network device: `ip link`.
  case links
  /// Every address of this machine: `ip addr`.
  case addresses
  /// The fill of the conntrack table: `conntrack -C`.
  ///
  /// Answered with one message, no dump.
  case statistics

  /// The netlink family whose socket it goes through.
  package var family: UInt16 {
    switch self {
    case .flows, .flowtables, .statistics: NetlinkFamily.netfilter
    case .links, .addresses: NetlinkFamily.route
    }
  }

  /// The `nlmsg_type` of the request.
  package var messageType: UInt16 {
    switch self {
    case .flows: MessageType.getFlow
    case .flowtables: MessageType.getFlowtable
    case .links: MessageType.getLink
    case .addresses: MessageType.getAddress
    case .statistics: MessageType.statistics
    }
  }

  /// The `nlmsg_type` of the answer.
  package var answerType: UInt16 {
    switch self {
    case .flows: MessageType.flow
    case .flowtables: MessageType.flowtable
    case .links: MessageType.link
    case .addresses: MessageType.address
    case .statistics: MessageType.statistics
    }
  }

  /// The request as bytes to send, for all families at once (`AF_UNSPEC`).
  ///
  /// - Parameter sequence: comes back as `nlmsg_seq` in every message of the answer.
  package func bytes(sequence: UInt32) -> [UInt8] {
    let dump = self == .statistics ? 0 : MessageFlag.dump
    var writer = MessageWriter()
    writer.message(type: messageType, flags: MessageFlag.request | dump, sequence: sequence) {
      switch self {
      case .flows, .flowtables, .statistics:
        $0.nfgenmsg(family: 0)
      case .links:
        for _ in 0..<4 { $0.host(UInt32(0)) }  // struct ifinfomsg
        $0.native(LinkAttribute.extMask, LinkAttribute.skipStatistics)
      case .addresses:
        for _ in 0..<2 { $0.host(UInt32(0)) }  // struct ifaddrmsg
      }
    }
    return writer.bytes
  }
}

// The kernel's numbers, under the kernel's names. Sources: include/uapi/linux/netlink.h,
// netfilter/nfnetlink.h, netfilter/nfnetlink_conntrack.h, netfilter/nf_tables.h, rtnetlink.h,
// if_link.h, if_addr.h. Only what flowlanes reads or sends is here.

/// `nlmsg_type`.
package enum MessageType {
  /// `NLMSG_NOOP`.
  package static let noop: UInt16 = 1
  /// `NLMSG_ERROR`: an error, or with errno 0 an acknowledgement.
  package static let error: UInt16 = 2
  /// `NLMSG_DONE`: the end of a dump.
  package static let done: UInt16 = 3
  /// `NLMSG_OVERRUN`.
  package static let overrun: UInt16 = 4

  /// `NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW`.
  package static let flow: UInt16 = 0x0100
  /// `IPCTNL_MSG_CT_GET`.
  package static let getFlow: UInt16 = 0x0101
  /// `IPCTNL_MSG_CT_DELETE`: from the kernel, an entry that is gone.
  package static let flowGone: UInt16 = 0x0102
  /// `IPCTNL_MSG_CT_GET_CTRZERO`.
  package static let getFlowAndZero: UInt16 = 0x0103
  /// `IPCTNL_MSG_CT_GET_STATS`, in a request and in its answer.
  package static let statistics: UInt16 = 0x0105

  /// `NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWFLOWTABLE`.
  package static let flowtable: UInt16 = 0x0a16
  /// `NFT_MSG_GETFLOWTABLE`.
  package static let getFlowtable: UInt16 = 0x0a17
  /// `NFT_MSG_DELFLOWTABLE`.
  package static let flowtableGone: UInt16 = 0x0a18

  /// `RTM_NEWLINK`.
  package static let link: UInt16 = 16
  /// `RTM_DELLINK`.
  package static let linkGone: UInt16 = 17
  /// `RTM_GETLINK`.
  package static let getLink: UInt16 = 18
  /// `RTM_NEWADDR`.
  package static let address: UInt16 = 20
  /// `RTM_DELADDR`.
  package static let addressGone: UInt16 = 21
  /// `RTM_GETADDR`.
  package static let getAddress: UInt16 = 22
  /// `RTM_NEWROUTE`.
  package static let route: UInt16 = 24
  /// `RTM_DELROUTE`.
  package static let routeGone: UInt16 = 25
  /// `RTM_GETROUTE`.
  package static let getRoute: UInt16 = 26
  /// `RTM_NEWNEIGH`.
  package static let neighbor: UInt16 = 28
  /// `RTM_DELNEIGH`.
  package static let neighborGone: UInt16 = 29
  /// `RTM_GETNEIGH`.
  package static let getNeighbor: UInt16 = 30
  /// `RTM_NEWRULE`.
  package static let routingRule: UInt16 = 32
  /// `RTM_DELRULE`.
  package static let routingRuleGone: UInt16 = 33
  /// `RTM_GETRULE`.
  package static let getRoutingRule: UInt16 = 34
  /// `RTM_NEWQDISC`.
  package static let qdisc: UInt16 = 36
  /// `RTM_DELQDISC`.
  package static let qdiscGone: UInt16 = 37
  /// `RTM_GETQDISC`.
  package static let getQdisc: UInt16 = 38

  /// `XFRM_MSG_NEWPOLICY`, on `NETLINK_XFRM`.
  package static let ipsecPolicy: UInt16 = 0x13
  /// `XFRM_MSG_GETPOLICY`.
  package static let getIPsecPolicy: UInt16 = 0x15

  /// `GENL_ID_CTRL`, on `NETLINK_GENERIC`: about the families there.
  package static let genericControl: UInt16 = 0x10
  /// Stands for the type of a family of generic netlink, which the kernel deals out as it starts.
  package static let dealtOut: UInt16 = 0
  /// `GENL_START_ALLOC`, or less: the first type that is dealt out.
  package static let firstDealtOut: UInt16 = 0x11
}

/// `nlmsg_flags`.
package enum MessageFlag {
  /// `NLM_F_REQUEST`.
  package static let request: UInt16 = 0x01
  /// `NLM_F_MULTI`.
  package static let multi: UInt16 = 0x02
  /// `NLM_F_ACK`.
  package static let acknowledge: UInt16 = 0x04
  /// `NLM_F_DUMP_INTR`: the table changed during the dump.
  package static let dumpInterrupted: UInt16 = 0x10
  /// `NLM_F_DUMP_FILTERED`: entries were left out, as the request asked.
  package static let dumpFiltered: UInt16 = 0x20
  /// `NLM_F_DUMP`, that is `NLM_F_ROOT | NLM_F_MATCH`, in a request.
  package static let dump: UInt16 = 0x300
  /// `NLM_F_CREATE`: in an event, an entry that is new.
  package static let create: UInt16 = 0x400
  /// `NLM_F_EXCL`: in a request to create, fail where there is one.
  package static let exclusive: UInt16 = 0x200
  /// `NLM_F_CAPPED`: an error that repeats only the header of the request.
  package static let capped: UInt16 = 0x100
  /// `NLM_F_ACK_TLVS`: an answer with attributes after it.
  package static let answerAttributes: UInt16 = 0x200
}

/// The netlink family, which is the protocol of the socket.
package enum NetlinkFamily {
  /// `NETLINK_ROUTE`.
  package static let route: UInt16 = 0
  /// `NETLINK_XFRM`.
  package static let ipsec: UInt16 = 6
  /// `NETLINK_NETFILTER`.
  package static let netfilter: UInt16 = 12
  /// `NETLINK_GENERIC`.
  package static let generic: UInt16 = 16
}

/// The groups that a socket of `NETLINK_NETFILTER` can join: `NFNLGRP_*`.
package enum NetfilterGroup {
  /// `NFNLGRP_CONNTRACK_DESTROY`: conntrack entries that are gone.
  package static let flowGone: UInt32 = 3
}

/// `NLMSGERR_ATTR_*`.
enum AnswerAttribute {
  static let message: UInt16 = 1
}

/// `enum ctattr_type`, `CTA_*`.
enum ConntrackAttribute {
  static let tupleOrig: UInt16 = 1
  static let tupleReply: UInt16 = 2
  static let status: UInt16 = 3
  static let protoinfo: UInt16 = 4
  static let help: UInt16 = 5
  static let timeout: UInt16 = 7
  static let mark: UInt16 = 8
  static let countersOrig: UInt16 = 9
  static let countersReply: UInt16 = 10
  static let use: UInt16 = 11
  static let id: UInt16 = 12
  static let tupleMaster: UInt16 = 14
  static let zone: UInt16 = 18
  static let secctx: UInt16 = 19
  static let timestamp: UInt16 = 20
  static let labels: UInt16 = 22
}

/// `enum ctattr_tuple`, `CTA_TUPLE_*`.
enum TupleAttribute {
  static let ip: UInt16 = 1
  static let proto: UInt16 = 2
  static let zone: UInt16 = 3
}

/// `enum ctattr_ip`, `CTA_IP_*`.
enum IPAttribute {
  static let v4Source: UInt16 = 1
  static let v4Destination: UInt16 = 2
  static let v6Source: UInt16 = 3
  static let v6Destination: UInt16 = 4
}

/// `enum ctattr_l4proto`, `CTA_PROTO_*`.
enum ProtoAttribute {
  static let number: UInt16 = 1
  static let sourcePort: UInt16 = 2
  static let destinationPort: UInt16 = 3
  static let icmpID: UInt16 = 4
  static let icmpType: UInt16 = 5
  static let icmpCode: UInt16 = 6
  static let icmpv6ID: UInt16 = 7
  static let icmpv6Type: UInt16 = 8
  static let icmpv6Code: UInt16 = 9
}

/// `IPPROTO_*`, as plain numbers: to compare an `L4Protocol` is a call into another module.
enum IPProtocol {
  static let icmp: UInt8 = 1
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
  static let dccp: UInt8 = 33
  static let icmpv6: UInt8 = 58
  static let sctp: UInt8 = 132
}

/// `enum ctattr_counters`, `CTA_COUNTERS_*`.
enum CounterAttribute {
  static let packets: UInt16 = 1
  static let bytes: UInt16 = 2
  static let packets32: UInt16 = 3
  static let bytes32: UInt16 = 4
}

/// `enum ctattr_protoinfo`, `CTA_PROTOINFO_*`; in each of them 1 is the state.
enum ProtoinfoAttribute {
  static let tcp: UInt16 = 1
  static let dccp: UInt16 = 2
  static let sctp: UInt16 = 3
  static let state: UInt16 = 1
  static let tcpFlagsOrig: UInt16 = 4
  static let tcpFlagsReply: UInt16 = 5
}

/// `CTA_HELP_NAME`, `CTA_SECCTX_NAME` and `CTA_TIMESTAMP_START`: each the first of its kind.
enum FirstAttribute {
  static let helpName: UInt16 = 1
  static let secctxName: UInt16 = 1
  static let timestampStart: UInt16 = 1
}

/// `enum ctattr_stats_global`, `CTA_STATS_GLOBAL_*`.
enum StatisticsAttribute {
  static let entries: UInt16 = 1
  static let maxEntries: UInt16 = 2
}

/// `enum nft_flowtable_attributes`, `NFTA_FLOWTABLE_*`.
enum FlowtableAttribute {
  static let table: UInt16 = 1
  static let name: UInt16 = 2
  static let hook: UInt16 = 3
  static let use: UInt16 = 4
  static let handle: UInt16 = 5
  static let flags: UInt16 = 7
}

/// `enum nft_flowtable_hook_attributes`, `NFTA_FLOWTABLE_HOOK_*`, and `NFTA_DEVICE_*` inside.
enum HookAttribute {
  static let number: UInt16 = 1
  static let priority: UInt16 = 2
  static let devices: UInt16 = 3
  static let deviceName: UInt16 = 1
  /// `NFTA_DEVICE_PREFIX`: a name that ends in `*`.
  ///
  /// Since Linux 6.18.
  static let devicePrefix: UInt16 = 2
}

/// `IFLA_*`.
enum LinkAttribute {
  static let hardwareAddress: UInt16 = 1
  static let name: UInt16 = 3
  static let mtu: UInt16 = 4
  static let link: UInt16 = 5
  static let master: UInt16 = 10
  static let linkinfo: UInt16 = 18
  static let group: UInt16 = 27
  static let extMask: UInt16 = 29
  static let linkNamespace: UInt16 = 37
  /// `IFLA_INFO_KIND`, inside `IFLA_LINKINFO`.
  static let infoKind: UInt16 = 1
  static let infoData: UInt16 = 2
  /// `IFLA_INFO_SLAVE_KIND`.
  static let infoPortKind: UInt16 = 4
  /// `IFLA_VLAN_ID`, inside `IFLA_INFO_DATA` of a VLAN.
  static let vlanID: UInt16 = 1
  /// `IFLA_BR_VLAN_FILTERING`, of a bridge.
  static let bridgeFiltering: UInt16 = 7
  /// `IFLA_VRF_TABLE`, of a VRF.
  static let vrfTable: UInt16 = 1
  /// `RTEXT_FILTER_SKIP_STATS`.
  static let skipStatistics: UInt32 = 8
}

/// `IFF_*`.
enum LinkFlag {
  static let up: UInt32 = 0x1
  static let running: UInt32 = 0x40
}

/// `IFA_*`.
enum AddressAttribute {
  static let address: UInt16 = 1
  static let local: UInt16 = 2
}

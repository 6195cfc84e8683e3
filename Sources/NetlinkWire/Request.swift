package import FlowModel

/// A question to the kernel that changes nothing there.
package enum Request: Sendable, Hashable {
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
  /// The number of the ruleset's generation; answered with one message, no dump.
  case generation
  /// Every table of the ruleset: `nft list tables`.
  case tables
  case chains
  case rules
  /// Every set and map, without the elements.
  case sets
  /// The elements of one set: the kernel lists no more at a time.
  case elements(Ruleset.SetName)
  /// Every named object: counters, quotas, helpers.
  case objects

  /// What the answer lists, one message each.
  package var item: any Dumpable.Type {
    switch self {
    case .flows: Flow.self
    case .flowtables: Flowtable.self
    case .links: Link.self
    case .addresses: LocalAddress.self
    case .statistics: TableStatistics.self
    case .generation: RulesetGeneration.self
    case .tables: Ruleset.Table.self
    case .chains: Ruleset.Chain.self
    case .rules: Ruleset.Rule.self
    case .sets: Ruleset.SetDefinition.self
    case .elements: SetElements.self
    case .objects: Ruleset.Object.self
    }
  }

  /// Those that need no more than their kind.
  package static let plain: [Request] =
    [.flows, .flowtables, .links, .addresses, .statistics]
    + [.generation, .tables, .chains, .rules, .sets, .objects]

  /// Whether the answer is a dump, ended by `NLMSG_DONE`, and not a single message.
  package var isDump: Bool {
    switch self {
    case .statistics, .generation: false
    default: true
    }
  }

  /// The netlink family whose socket it goes through.
  package var family: UInt16 { item.netlinkFamily }
  /// The `nlmsg_type` of the request.
  package var messageType: UInt16 { item.requestType }
  /// The `nlmsg_type` of the answer.
  package var answerType: UInt16 { item.messageType }

  /// The request as bytes to send, for all families at once (`AF_UNSPEC`).
  ///
  /// - Parameter sequence: comes back as `nlmsg_seq` in every message of the answer.
  package func bytes(sequence: UInt32) -> [UInt8] {
    let dump = isDump ? MessageFlag.dump : 0
    var writer = MessageWriter()
    writer.message(type: messageType, flags: MessageFlag.request | dump, sequence: sequence) {
      switch self {
      case .flows, .flowtables, .statistics, .generation, .tables, .chains, .rules, .sets,
        .objects:
        $0.nfgenmsg(family: 0)
      case .elements(let set):
        $0.nfgenmsg(family: set.table.family.rawValue)
        $0.text(ElementListAttribute.table, set.table.name)
        $0.text(ElementListAttribute.set, set.name)
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

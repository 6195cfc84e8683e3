package import FlowModel

/// A question to the kernel that changes nothing there.
package enum Request: Sendable, Hashable {
  /// Every conntrack entry of the namespace: `conntrack -L`.
  case flows
  /// The one entry of this zone and original tuple: `conntrack -G`; answered with one message, or ENOENT.
  case entry(Tuple, Zone)
  /// Every helper in user space: `nfct helper list`.
  case helpers
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
  /// Every route of every table: `ip route show table all`, `ip -6 route show table all`.
  case routes
  /// The rules of policy routing: `ip rule`, `ip -6 rule`.
  case routingRules
  /// What is known of the neighbours: `ip neighbour`.
  case neighbors
  /// The forwarding tables of the bridges: `bridge fdb`.
  case forwarding
  /// The queueing disciplines: `tc qdisc`.
  case qdiscs
  /// The policies of IPsec: `ip xfrm policy`.
  case ipsecPolicies
  /// The number under which ethtool answers, which the next two need.
  ///
  /// Answered with one message, no dump.
  case ethtoolFamily
  /// Which bit of a device's features is which.
  ///
  /// Answered with one message, no dump.
  case featureNames(ethtool: UInt16)
  /// The features of every device: `ethtool -k`.
  case features(ethtool: UInt16)

  /// What the answer lists, one message each.
  package var item: any Dumpable.Type {
    switch self {
    case .flows, .entry: Flow.self
    case .helpers: ConntrackHelper.self
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
    case .routes: Route.self
    case .routingRules: RoutingRule.self
    case .neighbors, .forwarding: Neighbor.self
    case .qdiscs: QueueingDiscipline.self
    case .ipsecPolicies: IPsecPolicy.self
    case .ethtoolFamily: GenericFamily.self
    case .featureNames: FeatureNames.self
    case .features: FeatureBits.self
    }
  }

  /// Those that need no more than their kind.
  package static let plain: [Request] = [
    .flows, .flowtables, .links, .addresses, .statistics, .generation, .tables, .chains, .rules,
    .sets, .objects, .routes, .routingRules, .neighbors, .forwarding, .qdiscs, .ipsecPolicies,
    .ethtoolFamily,
  ]

  /// Whether it asks for a part of the ruleset, which its generation numbers.
  package var isPartOfRuleset: Bool {
    switch self {
    case .generation, .tables, .chains, .rules, .sets, .elements, .objects: true
    default: false
    }
  }

  /// Whether the answer is a dump, ended by `NLMSG_DONE`, and not a single message.
  package var isDump: Bool {
    switch self {
    case .entry, .statistics, .generation, .ethtoolFamily, .featureNames: false
    default: true
    }
  }

  /// The netlink family whose socket it goes through.
  package var family: UInt16 { item.netlinkFamily }
  /// The `nlmsg_type` of the request.
  package var messageType: UInt16 {
    switch self {
    case .featureNames(let ethtool), .features(let ethtool): ethtool
    default: item.requestType
    }
  }
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
      case .flows, .helpers, .flowtables, .statistics, .generation, .tables, .chains, .rules,
        .sets, .objects:
        $0.nfgenmsg(family: 0)
      case .entry(let tuple, let zone):
        $0.nfgenmsg(family: tuple.family.rawValue)
        $0.tuple(ConntrackAttribute.tupleOrig, tuple, zone.direction == .orig ? zone.id : 0)
        if zone.direction == .both && zone.id != 0 { $0.big(ConntrackAttribute.zone, zone.id) }
      case .elements(let set):
        $0.nfgenmsg(family: set.table.family.rawValue)
        $0.text(ElementListAttribute.table, set.table.name)
        $0.text(ElementListAttribute.set, set.name)
      case .links:
        for _ in 0..<4 { $0.host(UInt32(0)) }  // struct ifinfomsg
        $0.native(LinkAttribute.extMask, LinkAttribute.skipStatistics)
      case .addresses:
        for _ in 0..<2 { $0.host(UInt32(0)) }  // struct ifaddrmsg
      case .routes, .routingRules, .neighbors:
        for _ in 0..<3 { $0.host(UInt32(0)) }  // struct rtmsg, fib_rule_hdr, ndmsg
      case .forwarding:
        $0.host(AddressFamily.bridge)  // struct ndmsg
        for _ in 0..<11 { $0.host(UInt8(0)) }
      case .qdiscs:
        for _ in 0..<5 { $0.host(UInt32(0)) }  // struct tcmsg
      case .ipsecPolicies:
        for _ in 0..<16 { $0.host(UInt32(0)) }  // struct xfrm_userpolicy_id
      case .ethtoolFamily:
        $0.genericHeader(command: GenericControl.getFamily)
        $0.text(GenericControl.familyName, "ethtool")
      case .featureNames:
        $0.genericHeader(command: EthtoolCommand.stringSet)
        $0.nest(EthtoolAttribute.header) { _ in }
        $0.nest(EthtoolAttribute.stringSets) {
          $0.nest(EthtoolAttribute.stringSet) {
            $0.native(EthtoolAttribute.stringSetID, EthtoolAttribute.featureNames)
          }
        }
      case .features:
        $0.genericHeader(command: EthtoolCommand.features)
        $0.nest(EthtoolAttribute.header) {
          $0.native(EthtoolAttribute.flags, EthtoolAttribute.compactBitsets)
        }
      }
    }
    return writer.bytes
  }
}

package import FlowModel

extension RoutingRule {
  /// Decodes `RTM_NEWRULE`: `struct fib_rule_hdr` and attributes; integers in host order.
  ///
  /// Gives nil for a family other than IPv4 and IPv6.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(12, "fib_rule_hdr")
    let header = message.payload.lowerBound
    guard let family = Family(rawValue: bytes.host(UInt8.self, at: header)) else { return nil }
    let destinationLength = bytes.host(UInt8.self, at: header + 1)
    let sourceLength = bytes.host(UInt8.self, at: header + 2)
    guard destinationLength <= family.bits, sourceLength <= family.bits else {
      throw DecodeError(
        .badValue(Int(max(destinationLength, sourceLength))), at: header, name: "fib_rule_hdr")
    }
    let number = bytes.host(UInt8.self, at: header + 7)
    self.init(family: family, action: .other(number))
    tos = bytes.host(UInt8.self, at: header + 3)
    isInverted = bytes.host(UInt32.self, at: header + 8) & RoutingRuleAction.inverted != 0
    if destinationLength > 0 {
      destination = AddressPrefix(family.unspecified, length: destinationLength)
    }
    if sourceLength > 0 { source = AddressPrefix(family.unspecified, length: sourceLength) }
    var table = UInt32(bytes.host(UInt8.self, at: header + 4))
    var target: UInt32 = 0
    var markValue: UInt32?
    var markMask: UInt32?
    var cursor = AttributeCursor(attributes, of: "FRA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case RoutingRuleAttribute.destination:
        destination = AddressPrefix(
          try bytes.address(a, family, "FRA_DST"), length: destinationLength)
      case RoutingRuleAttribute.source:
        source = AddressPrefix(try bytes.address(a, family, "FRA_SRC"), length: sourceLength)
      case RoutingRuleAttribute.inputDevice: inputDevice = bytes.text(a)
      case RoutingRuleAttribute.outputDevice: outputDevice = bytes.text(a)
      case RoutingRuleAttribute.goto: target = try bytes.host(UInt32.self, a, "FRA_GOTO")
      case RoutingRuleAttribute.priority: priority = try bytes.host(UInt32.self, a, "FRA_PRIORITY")
      case RoutingRuleAttribute.mark: markValue = try bytes.host(UInt32.self, a, "FRA_FWMARK")
      case RoutingRuleAttribute.markMask: markMask = try bytes.host(UInt32.self, a, "FRA_FWMASK")
      case RoutingRuleAttribute.table: table = try bytes.host(UInt32.self, a, "FRA_TABLE")
      case RoutingRuleAttribute.suppressPrefixLength:
        // The kernel always lists it; -1 is none.
        let length = try bytes.host(Int32.self, a, "FRA_SUPPRESS_PREFIXLEN")
        suppressedPrefixLength = length < 0 ? nil : Int(length)
      case RoutingRuleAttribute.l3Master:
        isL3Master = try bytes.host(UInt8.self, a, "FRA_L3MDEV") != 0
      case RoutingRuleAttribute.l4:
        let l4 = try bytes.host(UInt8.self, a, "FRA_IP_PROTO")
        self.l4 = l4 == 0 ? nil : L4Protocol(rawValue: l4)
      case RoutingRuleAttribute.sourcePorts:
        sourcePorts = try bytes.ports(a, "FRA_SPORT_RANGE")
      case RoutingRuleAttribute.destinationPorts:
        destinationPorts = try bytes.ports(a, "FRA_DPORT_RANGE")
      case RoutingRuleAttribute.sourcePortMask, RoutingRuleAttribute.destinationPortMask:
        // All bits of a port are asked for where a single one is.
        if try bytes.host(UInt16.self, a, "FRA_SPORT_MASK") != .max { hasOtherCondition = true }
      case RoutingRuleAttribute.padding, RoutingRuleAttribute.origin, RoutingRuleAttribute.flow:
        break
      default:
        // A tunnel's id, a user's, a group, a DSCP, a flow label, or what newer kernels have.
        hasOtherCondition = true
      }
    }
    if markValue != nil || markMask != nil {
      mark = MaskedMark(value: markValue ?? 0, mask: markMask ?? .max)
    }
    action = Self.action(number, table: table, target: target)
  }

  private static func action(_ number: UInt8, table: UInt32, target: UInt32) -> Action {
    switch number {
    case RoutingRuleAction.table: .table(table)
    case RoutingRuleAction.goto: .goto(target)
    case RoutingRuleAction.nothing: .nothing
    case RoutingRuleAction.blackhole: .blackhole
    case RoutingRuleAction.unreachable: .unreachable
    case RoutingRuleAction.prohibit: .prohibit
    default: .other(number)
    }
  }
}

extension RawSpan {
  /// `struct fib_rule_port_range`, host order; nil for 0 to 0, which is none.
  fileprivate func ports(
    _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) -> ClosedRange<UInt16>? {
    try attribute.require(4, name)
    let first = host(UInt16.self, at: attribute.start)
    let last = host(UInt16.self, at: attribute.start + 2)
    guard first <= last else {
      throw DecodeError(.badValue(Int(last)), at: attribute.start, name: name)
    }
    return last == 0 ? nil : first...last
  }
}

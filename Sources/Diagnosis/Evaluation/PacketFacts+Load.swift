import FlowModel

extension PacketFacts {
  /// Marks that rules on the way may have set.
  struct Marks: Hashable, Sendable {
    var packet: PartialWord
    var connection: PartialWord

    func joined(_ other: Marks) -> Marks {
      Marks(
        packet: packet.joined(other.packet), connection: connection.joined(other.connection))
    }
  }

  /// Loads octets of a header: `nft_payload_eval`.
  ///
  /// The answer is whether the rule goes on; it ends where the packet is too short.
  func payload(
    _ base: Ruleset.PayloadBase, _ offset: Int, _ length: Int, into registers: inout Registers,
    at place: Int
  ) -> Walk.Truth {
    let header: Header
    switch base {
    case .network: header = network
    case .transport: header = transport
    case .link, .inner, .tunnel:
      registers.forget(place, length)
      return .unknown
    }
    for index in 0..<length {
      let at = offset + index
      if at >= 0, at < Header.size {
        registers.set(place + index, header.values[at], known: header.masks[at])
      } else {
        registers.set(place + index, 0, known: 0)
      }
    }
    registers.pad(place, length)
    return offset + length <= header.length ? .yes : .unknown
  }

  /// Loads what surrounds the packet: `nft_meta_get_eval`.
  func meta(
    _ key: Ruleset.MetaKey, _ marks: Marks, into registers: inout Registers, at place: Int
  ) -> Walk.Truth {
    switch key {
    case .protocol:
      registers.store(network: UInt16(family == .ipv4 ? 0x0800 : 0x86dd), at: place)
    case .family: registers.store(host: family.rawValue, at: place)
    case .l4: registers.store(host: flow.l4.rawValue, at: place)
    case .mark:
      registers.store(host: marks.packet.value, known: marks.packet.known, at: place)
    case .inputIndex: device(input, 4, &registers, place) { $0.store(host: $1.index, at: place) }
    case .outputIndex: device(output, 4, &registers, place) { $0.store(host: $1.index, at: place) }
    case .inputName:
      device(input, 16, &registers, place) { $0.store(text: $1.name, length: 16, at: place) }
    case .outputName:
      device(output, 16, &registers, place) { $0.store(text: $1.name, length: 16, at: place) }
    case .inputType: device(input, 2, &registers, place) { $0.store(host: $1.type, at: place) }
    case .outputType: device(output, 2, &registers, place) { $0.store(host: $1.type, at: place) }
    case .inputGroup: device(input, 4, &registers, place) { $0.store(host: $1.group, at: place) }
    case .outputGroup: device(output, 4, &registers, place) { $0.store(host: $1.group, at: place) }
    // `ip_forward` and `ip6_forward` drop whatever is not PACKET_HOST.
    case .packetType where hook == .forward: registers.store(host: UInt8(0), at: place)
    // NFT_META_SKUID, NFT_META_SKGID and NFT_META_CGROUP: what is forwarded has no socket, and the rule
    // ends.
    case .init(rawValue: 10), .init(rawValue: 11), .init(rawValue: 23): return .no
    case .inputKind: return kind(of: input, &registers, place)
    case .outputKind: return kind(of: output, &registers, place)
    default:
      registers.forget(place, Self.length(of: key))
      return .unknown
    }
    return .yes
  }

  private func device(
    _ device: Packet.Device?, _ length: Int, _ registers: inout Registers, _ place: Int,
    _ store: (inout Registers, Packet.Device) -> Void
  ) {
    if let device { store(&registers, device) } else { registers.forget(place, length) }
  }

  /// A device without a kind ends the rule.
  private func kind(
    of device: Packet.Device?, _ registers: inout Registers, _ place: Int
  ) -> Walk.Truth {
    guard let device else {
      registers.forget(place, 16)
      return .unknown
    }
    guard let kind = device.kind else { return .no }
    registers.store(text: kind, length: 16, at: place)
    return .yes
  }

  /// Octets that a key takes in a register.
  static func length(of key: Ruleset.MetaKey) -> Int {
    switch key {
    case .protocol, .inputType, .outputType: 2
    case .family, .l4, .packetType: 1
    case .inputName, .outputName, .inputKind, .outputKind, .bridgeInputName, .bridgeOutputName: 16
    // NFT_META_TIME_NS is a number of nanoseconds; 31 and 32 are a VRF's index and name.
    case .init(rawValue: 28): 8
    case .init(rawValue: 32): 16
    default: 4
    }
  }

  /// Answers what routing would say: `nft_fib4_eval`, `nft_fib6_eval`.
  ///
  /// A packet that is forwarded has a destination which is not this machine's, nor a broadcast.
  func fib(
    _ question: Ruleset.RouteQuestion, into registers: inout Registers, at place: Int
  ) -> Walk.Truth {
    let isTranslated = hook == .prerouting || hook == .forward
    let destination =
      switch direction {
      case .original: isTranslated ? flow.reply.source : flow.orig.destination
      case .reply: isTranslated ? flow.orig.source : flow.reply.destination
      }
    let end = direction == .original ? flow.reply.source : flow.orig.source
    guard question.result == .type, question.keys.contains(.destination), destination == end,
      !destination.isMulticast, !destination.isNeverRouted
    else {
      registers.forget(place, question.length)
      return .unknown
    }
    // RTN_UNICAST
    registers.store(host: UInt32(1), at: place)
    return .yes
  }
}

// MARK: The conntrack entry

extension PacketFacts {
  /// Loads what the conntrack entry tells: `nft_ct_get_eval`.
  func ct(
    _ key: Ruleset.CtKey, _ side: Ruleset.CtDirection?, _ marks: Marks,
    into registers: inout Registers, at place: Int
  ) -> Walk.Truth {
    guard isTracked else {
      registers.forget(place, Self.length(of: key, family))
      return .unknown
    }
    let tuple = side == .reply ? flow.reply : flow.orig
    switch key {
    case .state: registers.store(host: state, at: place)
    case .direction: registers.store(host: direction.rawValue, at: place)
    case .status: status(&registers, place)
    case .mark:
      registers.store(host: marks.connection.value, known: marks.connection.known, at: place)
    case .helper: return helper(&registers, place)
    case .labels:
      registers.store(flow.extras?.labels ?? [UInt8](repeating: 0, count: 16), at: place)
    case .family: registers.store(host: family.rawValue, at: place)
    case .l4: registers.store(host: flow.l4.rawValue, at: place)
    case .source: address(tuple.source, &registers, place)
    case .destination: address(tuple.destination, &registers, place)
    case .sourceIPv4, .destinationIPv4, .sourceIPv6, .destinationIPv6:
      let wanted: Family = key == .sourceIPv4 || key == .destinationIPv4 ? .ipv4 : .ipv6
      guard family == wanted else { return .no }
      let isSource = key == .sourceIPv4 || key == .sourceIPv6
      address(isSource ? tuple.source : tuple.destination, &registers, place)
    case .sourcePort: registers.store(network: tuple.sourcePort, at: place)
    case .destinationPort: registers.store(network: tuple.destinationPort, at: place)
    case .packets, .bytes, .averagePacket: counter(key, side, &registers, place)
    case .zone: registers.store(host: zone(side), at: place)
    case .id: registers.store(network: flow.id, at: place)
    default:
      registers.forget(place, Self.length(of: key, family))
      return .unknown
    }
    return .yes
  }

  /// `NF_CT_STATE_BIT`: 2 established, 4 related, 8 new.
  private var state: UInt32 {
    if isEstablished { return 2 }
    return flow.status.contains(.expected) ? 4 : 8
  }

  private func status(_ registers: inout Registers, _ place: Int) {
    var status = flow.status
    var known = UInt32.max
    if isEstablished, !status.contains(.seenReply) {
      // It is asked what will be: then it is answered, and perhaps assured.
      status.insert([.seenReply, .confirmed])
      known &= ~Status.assured.rawValue
    }
    registers.store(host: status.rawValue, known: known, at: place)
  }

  /// The helper is that of the flow which announced this one; without one the rule ends.
  private func helper(_ registers: inout Registers, _ place: Int) -> Walk.Truth {
    guard flow.status.contains(.expected) || flow.extras?.master != nil else { return .no }
    registers.forget(place, 16)
    return .unknown
  }

  private func address(_ address: Address, _ registers: inout Registers, _ place: Int) {
    if family == .ipv4 {
      registers.store(network: UInt32(truncatingIfNeeded: address.low), at: place)
    } else {
      registers.store(network: address.high, at: place)
      registers.store(network: address.low, at: place + 8)
    }
  }

  /// A flow that is not counted has 0 of everything, as the kernel sees it.
  private func counter(
    _ key: Ruleset.CtKey, _ side: Ruleset.CtDirection?, _ registers: inout Registers, _ place: Int
  ) {
    var packets: UInt64 = 0
    var bytes: UInt64 = 0
    if side != .reply, let counters = flow.origCounters {
      packets &+= counters.packets
      bytes &+= counters.bytes
    }
    if side != .original, let counters = flow.replyCounters {
      packets &+= counters.packets
      bytes &+= counters.bytes
    }
    switch key {
    case .packets: registers.store(host: packets, at: place)
    case .bytes: registers.store(host: bytes, at: place)
    default: registers.store(host: packets == 0 ? 0 : bytes / packets, at: place)
    }
  }

  private func zone(_ side: Ruleset.CtDirection?) -> UInt16 {
    switch (flow.zone.direction, side) {
    case (.orig, .reply), (.reply, .original): 0
    default: flow.zone.id
    }
  }

  /// Octets that a key takes in a register.
  static func length(of key: Ruleset.CtKey, _ family: Family) -> Int {
    switch key {
    case .direction, .family, .l4: 1
    case .sourcePort, .destinationPort, .zone: 2
    case .packets, .bytes, .averagePacket: 8
    case .source, .destination: family == .ipv4 ? 4 : 16
    case .helper, .labels, .sourceIPv6, .destinationIPv6: 16
    default: 4
    }
  }
}

import FlowModel

// One flow as one line of JSON. Keys, their order and their meaning are a promise to users.
nonisolated extension TextBuffer {
  /// Appends the object and the end of its line.
  ///
  /// `appendReason` appends the value of `reason`, and may append further keys.
  mutating func append(
    json flow: Flow, rates: Rates, words: inout FlowWords,
    appendReason: (inout TextBuffer) -> Void
  ) {
    append(literal: "{\"id\":")
    append(number: UInt64(flow.id))
    switch flow.lane {
    case .slow: append(literal: ",\"lane\":\"slow\"")
    case .software: append(literal: ",\"lane\":\"software\"")
    case .hardware: append(literal: ",\"lane\":\"hardware\"")
    }
    append(literal: flow.orig.family == .ipv4 ? ",\"family\":\"ipv4\"" : ",\"family\":\"ipv6\"")
    append(literal: ",\"protocol\":")
    bytes.append(contentsOf: words.bytes(flow.l4))
    append(literal: ",\"orig\":")
    append(json: flow.orig, flow.origCounters, zone: flow.zone.direction == .orig ? flow.zone : nil)
    append(literal: ",\"reply\":")
    append(
      json: flow.reply, flow.replyCounters, zone: flow.zone.direction == .reply ? flow.zone : nil)
    append(literal: ",\"state\":")
    if let state = flow.state {
      bytes.append(contentsOf: words.bytes(state))
    } else {
      append(literal: "null")
    }
    append(literal: ",\"timeout\":")
    append(json: flow.timeout)
    append(literal: ",\"status\":")
    bytes.append(contentsOf: words.bytes(flow.status))
    append(literal: ",\"mark\":")
    append(json: flow.mark)
    append(literal: ",\"zone\":")
    append(number: flow.zone.direction == .both ? UInt64(flow.zone.id) : 0)
    append(literal: ",\"helper\":")
    append(jsonString: flow.helper)
    append(literal: ",\"start\":")
    if let start = flow.start {
      append(UInt8(ascii: "\""))
      append(time: start)
      append(UInt8(ascii: "\""))
    } else {
      append(literal: "null")
    }
    append(literal: ",\"rate\":{\"orig\":")
    append(jsonRate: rates.orig)
    append(literal: ",\"reply\":")
    append(jsonRate: rates.reply)
    append(literal: "},\"reason\":")
    appendReason(&self)
    append(literal: "}\n")
  }

  private mutating func append(json tuple: Tuple, _ counters: Counters?, zone: Zone?) {
    append(literal: "{\"src\":\"")
    append(tuple.source, family: tuple.family)
    append(literal: "\",\"dst\":\"")
    append(tuple.destination, family: tuple.family)
    if tuple.l4.isICMP {
      append(literal: "\",\"type\":")
      append(number: UInt64(tuple.icmpType))
      append(literal: ",\"code\":")
      append(number: UInt64(tuple.icmpCode))
      append(literal: ",\"icmpid\":")
      append(number: UInt64(tuple.icmpID))
    } else if tuple.l4.hasPorts {
      append(literal: "\",\"sport\":")
      append(number: UInt64(tuple.sourcePort))
      append(literal: ",\"dport\":")
      append(number: UInt64(tuple.destinationPort))
    } else {
      append(literal: "\",\"sport\":null,\"dport\":null")
    }
    append(literal: ",\"packets\":")
    append(json: counters?.packets)
    append(literal: ",\"bytes\":")
    append(json: counters?.bytes)
    if let zone {
      append(literal: ",\"zone\":")
      append(number: UInt64(zone.id))
    }
    append(UInt8(ascii: "}"))
  }
}

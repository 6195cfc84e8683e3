import FlowModel

// One flow as one line of JSON. Keys, their order and their meaning are a promise to users.
nonisolated extension TextBuffer {
  /// Appends the object and the end of its line.
  mutating func append(json flow: Flow, rates: Rates, words: inout FlowWords) {
    append("{\"id\":")
    append(number: UInt64(flow.id))
    switch flow.lane {
    case .slow: append(",\"lane\":\"slow\"")
    case .software: append(",\"lane\":\"software\"")
    case .hardware: append(",\"lane\":\"hardware\"")
    }
    append(flow.orig.family == .ipv4 ? ",\"family\":\"ipv4\"" : ",\"family\":\"ipv6\"")
    append(",\"protocol\":")
    bytes.append(contentsOf: words.bytes(flow.l4))
    append(",\"orig\":")
    append(json: flow.orig, flow.origCounters, zone: flow.zone.direction == .orig ? flow.zone : nil)
    append(",\"reply\":")
    append(
      json: flow.reply, flow.replyCounters, zone: flow.zone.direction == .reply ? flow.zone : nil)
    append(",\"state\":")
    if let state = flow.state {
      bytes.append(contentsOf: words.bytes(state))
    } else {
      append("null")
    }
    append(",\"timeout\":")
    append(json: flow.timeout)
    append(",\"status\":")
    bytes.append(contentsOf: words.bytes(flow.status))
    append(",\"mark\":")
    append(json: flow.mark)
    append(",\"zone\":")
    append(number: flow.zone.direction == .both ? UInt64(flow.zone.id) : 0)
    append(",\"helper\":")
    append(jsonString: flow.helper)
    append(",\"start\":")
    if let start = flow.start {
      append(UInt8(ascii: "\""))
      append(time: start)
      append(UInt8(ascii: "\""))
    } else {
      append("null")
    }
    append(",\"rate\":{\"orig\":")
    append(jsonRate: rates.orig)
    append(",\"reply\":")
    append(jsonRate: rates.reply)
    append("},\"reason\":null}\n")
  }

  private mutating func append(json tuple: Tuple, _ counters: Counters?, zone: Zone?) {
    append("{\"src\":\"")
    append(tuple.source, family: tuple.family)
    append("\",\"dst\":\"")
    append(tuple.destination, family: tuple.family)
    if tuple.l4.isICMP {
      append("\",\"type\":")
      append(number: UInt64(tuple.icmpType))
      append(",\"code\":")
      append(number: UInt64(tuple.icmpCode))
      append(",\"icmpid\":")
      append(number: UInt64(tuple.icmpID))
    } else if tuple.l4.hasPorts {
      append("\",\"sport\":")
      append(number: UInt64(tuple.sourcePort))
      append(",\"dport\":")
      append(number: UInt64(tuple.destinationPort))
    } else {
      append("\",\"sport\":null,\"dport\":null")
    }
    append(",\"packets\":")
    append(json: counters?.packets)
    append(",\"bytes\":")
    append(json: counters?.bytes)
    if let zone {
      append(",\"zone\":")
      append(number: UInt64(zone.id))
    }
    append(UInt8(ascii: "}"))
  }
}

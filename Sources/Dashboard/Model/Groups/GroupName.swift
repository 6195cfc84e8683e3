import Diagnosis
import FlowModel

/// How a group is called, and the filter that tells its flows from others.
struct GroupName {
  let text: String
  /// nil where the language of filters has no words for them.
  let filter: String?

  /// Names the group that one of its flows stands for.
  ///
  /// `isFarEnd`, for hosts: the group is that of the flow's destination.
  init(
    _ kind: GroupKind, _ flow: Flow, reason: Reason?, devices: FlowDevices?, isFarEnd: Bool,
    arrow: String, unknown: String
  ) {
    (text, filter) = Self.words(
      kind, flow, reason: reason, devices: devices, isFarEnd: isFarEnd, arrow: arrow,
      unknown: unknown)
  }

  private static func words(
    _ kind: GroupKind, _ flow: Flow, reason: Reason?, devices: FlowDevices?, isFarEnd: Bool,
    arrow: String, unknown: String
  ) -> (String, String?) {
    switch kind {
    case .source: return address(flow.orig.source, flow, "src host")
    case .destination: return address(flow.orig.destination, flow, "dst host")
    case .host: return address(isFarEnd ? flow.orig.destination : flow.orig.source, flow, "host")
    case .port where flow.l4.hasPorts:
      let port = flow.orig.destinationPort
      return ("\(flow.l4.name) \(port)", "proto \(flow.l4.name) dst port \(port)")
    case .port, .l4: return (flow.l4.name, "proto \(flow.l4.name)")
    case .devices:
      let input = device(devices?.input, devices?.beginsHere, "iif", unknown)
      let output = device(devices?.output, devices?.endsHere, "oif", unknown)
      return (
        "\(input.text) \(arrow) \(output.text)",
        input.filter.flatMap { input in output.filter.map { "\(input) \($0)" } }
      )
    case .zone:
      return (flow.zone.id == 0 ? "0 (none)" : String(flow.zone.id), "zone \(flow.zone.id)")
    case .mark:
      let mark = flow.mark.map { "0x" + String($0, radix: 16) }
      return (mark ?? unknown, mark.map { "mark \($0)" })
    case .lane: return (flow.lane.name, "lane \(flow.lane.name)")
    case .reason:
      let code = reason?.shownCode.rawValue
      return (code ?? "none: the best lane", code.map { "reason \($0)" })
    }
  }

  private static func address(_ address: Address, _ flow: Flow, _ words: String)
    -> (String, String?)
  {
    var buffer = TextBuffer(reserving: 48)
    buffer.append(address, family: flow.orig.family)
    return (buffer.string, "\(words) \(buffer.string)")
  }

  private static func device(
    _ name: String?, _ isHere: Bool?, _ word: String, _ unknown: String
  ) -> (text: String, filter: String?) {
    if isHere == true { return ("router", nil) }
    guard let name else { return (unknown, nil) }
    return (name, "\(word) \(FlowFilter.quoted(name))")
  }
}

extension FilterTest: CustomStringConvertible {
  /// The canonical form, which reads as the same test.
  var description: String {
    switch self {
    case .family(let family): family == .ipv4 ? "ip" : "ip6"
    case .l4(let l4): FilterWords.isProtocol(l4.name) ? l4.name : "proto \(l4.name)"
    case .address(let side, let prefix): side.prefix + "host \(prefix.filterText)"
    case .ports(let side, let from, let to, let isExcluded):
      side.prefix + "port " + (isExcluded ? "!= " : "")
        + (from == to ? "\(from)" : "\(from)-\(to)")
    case .lane(let lane): "lane \(lane.name)"
    case .offloaded: "offloaded"
    case .translated(.either): "nat"
    case .translated(.source): "snat"
    case .translated(.destination): "dnat"
    case .status(let bits): "status \(FilterWords.name(of: bits))"
    case .unreplied: "status unreplied"
    case .state(let state): "state \(state.name.lowercased())"
    case .mark(let comparison, let bound, let mask):
      "mark " + Self.sign(comparison) + Self.hexadecimal(bound)
        + (mask == .max ? "" : "/" + Self.hexadecimal(mask))
    case .zone(let comparison, let bound): "zone " + Self.sign(comparison) + "\(bound)"
    case .id(let comparison, let bound): "id " + Self.sign(comparison) + "\(bound)"
    case .amount(let amount, let comparison, let bound):
      "\(amount.rawValue) \(comparison.rawValue) " + FilterNumber.text(bound, amount)
    case .helper(let name): name.map { "helper " + FilterWords.quotedArgument($0) } ?? "helper"
    case .device(let side, let name, let isPrefix):
      // Before a `*` stands a bare word: in quotes it is a letter of the name.
      side.device + " " + (isPrefix ? name + "*" : FilterWords.quotedArgument(name))
    case .reason(let code): "reason " + FilterWords.quotedArgument(code)
    case .pinned: "pinned"
    case .text(let bytes): FilterWords.quotedText(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Equality goes without saying.
  private static func sign(_ comparison: FilterComparison) -> String {
    comparison == .equal ? "" : comparison.rawValue + " "
  }

  private static func hexadecimal(_ number: UInt32) -> String {
    number == 0 ? "0" : "0x" + String(number, radix: 16)
  }
}

extension FilterTest.Side {
  fileprivate var prefix: String {
    switch self {
    case .source: "src "
    case .destination: "dst "
    case .either: ""
    }
  }

  fileprivate var device: String {
    switch self {
    case .source: "iif"
    case .destination: "oif"
    case .either: "dev"
    }
  }
}

extension AddressPrefix {
  /// `10.0.0.0/8`, or the address alone for all its bits.
  fileprivate var filterText: String {
    let isIPv4 = address.ipv4 != nil
    guard length < (isIPv4 ? 32 : 128) else { return address.text }
    guard let mask = AddressMask.current else { return "\(address.text)/\(length)" }
    // Privacy turns the bits behind the network's own, too: there is nothing to hide in them, and with them
    // it would look like one host.
    let network = mask(address).masked(to: Int(length) + (isIPv4 ? 96 : 0))
    return AddressMask.$current.withValue(nil) { "\(network.text)/\(length)" }
  }
}

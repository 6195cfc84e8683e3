/// A connection state by its name, whatever the protocol: `ESTABLISHED` of TCP and of SCTP.
struct FilterState: Hashable, Sendable {
  /// As conntrack(8) prints it.
  let name: String
  /// A bit for each number that has the name, by protocol.
  private let tcp: UInt16
  private let sctp: UInt16
  private let dccp: UInt16

  /// Finds a state by its name, in any case of letters, `-` for `_`; nil where no protocol has it.
  init?(_ word: String) {
    name = word.uppercased().exchanging("-", for: "_")
    tcp = Self.mask(name, .tcp)
    sctp = Self.mask(name, .sctp)
    dccp = Self.mask(name, .dccp)
    if tcp | sctp | dccp == 0 { return nil }
  }

  private static func mask(_ name: String, _ l4: L4Protocol) -> UInt16 {
    var mask: UInt16 = 0
    for (number, other) in ConnectionState.names(of: l4).enumerated() where other == name {
      mask |= 1 << UInt16(number)
    }
    return mask
  }

  /// All names, for suggestions.
  static let names: [String] = [L4Protocol.tcp, .sctp, .dccp].flatMap(ConnectionState.names)
    .map { $0.lowercased() }

  /// Where the kernel keeps a state and did not tell it, as for offloaded flows, it is not known.
  func truth(_ flow: Flow) -> FilterTruth {
    guard let state = flow.state else {
      switch flow.l4 {
      case .tcp, .sctp, .dccp: return .unknown
      default: return .no
      }
    }
    let mask =
      switch state.l4 {
      case .tcp: tcp
      case .sctp: sctp
      case .dccp: dccp
      default: 0 as UInt16
      }
    return FilterTruth(state.rawValue < 16 && mask >> UInt16(state.rawValue) & 1 == 1)
  }
}

extension Ruleset {
  /// What a `fib` expression asks of the routes: `NFTA_FIB_FLAGS` and `NFTA_FIB_RESULT`.
  package struct RouteQuestion: Hashable, Sendable {
    /// The corresponding kernel constants are `NFTA_FIB_F_*`.
    package struct Keys: OptionSet, Hashable, Sendable {
      package let rawValue: UInt32
      package init(rawValue: UInt32) { self.rawValue = rawValue }
      package static let source = Keys(rawValue: 0x1)
      package static let destination = Keys(rawValue: 0x2)
      package static let mark = Keys(rawValue: 0x4)
      package static let input = Keys(rawValue: 0x8)
      package static let output = Keys(rawValue: 0x10)
      /// `NFTA_FIB_F_PRESENT`: only whether there is a route.
      package static let presence = Keys(rawValue: 0x20)
    }

    /// The corresponding kernel constants are `NFT_FIB_RESULT_*`.
    package enum Result: UInt32, Hashable, Sendable {
      case device = 1
      case deviceName = 2
      /// `RTN_*`: unicast, local and so on.
      case type = 3
    }

    package var keys: Keys
    package var result: Result

    package init(keys: Keys, result: Result) {
      self.keys = keys
      self.result = result
    }

    /// Octets that the answer takes in a register.
    package var length: Int { result == .deviceName && !keys.contains(.presence) ? 16 : 4 }

    /// As nft(8) writes it: `saddr . iif oif`, `daddr type`.
    package var text: String {
      let words = ["saddr", "daddr", "mark", "iif", "oif"].enumerated().filter {
        keys.rawValue & (1 << UInt32($0.offset)) != 0
      }
      let word =
        switch result {
        case .device: "oif"
        case .deviceName: "oifname"
        case .type: "type"
        }
      return words.map(\.element).joined(separator: " . ") + " " + word
    }
  }
}

/// One question to a flow.
enum FilterTest: Hashable, Sendable {
  /// The ends of a flow that a test looks at.
  ///
  /// NAT gives each end two names: the source is `orig` source, or what it became (`reply`
  /// destination); the destination is `orig` destination, or where it really is (`reply` source).
  /// Either name matches.
  enum Side: Hashable, Sendable {
    case source
    case destination
    case either
  }

  /// A number of a flow that is compared.
  enum Amount: String, Hashable, Sendable {
    /// Bits per second, both directions.
    case rate
    /// Bytes of both directions.
    case bytes
    /// Packets of both directions.
    case packets
    /// Whole seconds since the flow began.
    case age
    /// Seconds until the entry expires.
    case timeout
  }

  case family(Family)
  case l4(L4Protocol)
  case address(Side, AddressPrefix)
  /// A port from the one to the other, both included; with `isExcluded`, no such port.
  case ports(Side, from: UInt16, to: UInt16, isExcluded: Bool)
  case lane(Lane)
  case offloaded
  case translated(Side)
  /// All of these bits.
  case status(Status)
  /// No packet was seen in the reply direction.
  case unreplied
  case state(FilterState)
  case mark(FilterComparison, UInt32, mask: UInt32)
  case zone(FilterComparison, UInt16)
  case id(FilterComparison, UInt32)
  case amount(Amount, FilterComparison, UInt64)
  /// The helper's name in lower case; nil for any helper.
  case helper(String?)
  /// A device's name in lower case; with `isPrefix`, the beginning of one.
  case device(Side, String, isPrefix: Bool)
  /// The code of a reason, in lower case.
  case reason(String)
  case pinned
  /// Bytes that occur in the row's text, ASCII letters in lower case.
  case text([UInt8])

  var needs: FilterNeeds {
    switch self {
    case .amount(.rate, _, _): .rates
    case .amount(.age, _, _): .age
    case .pinned: .pins
    case .reason: .reasons
    case .device: .devices
    case .text: .text
    default: []
    }
  }

  /// How dear the test is beside others: the cheap ones of an `and` are asked first.
  var cost: Int {
    switch self {
    case .text: 1
    case .reason: 2
    case .device: 3
    default: 0
    }
  }
}

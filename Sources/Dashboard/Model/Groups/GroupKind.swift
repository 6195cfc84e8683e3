/// By what flows are grouped; u goes from one to the next.
package enum GroupKind: Int, CaseIterable, Sendable {
  case source
  case destination
  /// Either end: a flow between two hosts counts for both.
  case host
  /// Protocol and destination port.
  case port
  case l4
  case devices
  case zone
  case mark
  case lane
  case reason

  package var name: String {
    switch self {
    case .source: "source"
    case .destination: "destination"
    case .host: "host"
    case .port: "port"
    case .l4: "protocol"
    case .devices: "device pair"
    case .zone: "zone"
    case .mark: "mark"
    case .lane: "lane"
    case .reason: "reason"
    }
  }

  func next(by step: Int) -> GroupKind {
    let all = Self.allCases
    return all[((rawValue + step) % all.count + all.count) % all.count]
  }
}

/// What groups are sorted by.
package enum GroupOrder: Int, CaseIterable, Sendable {
  case rate
  case slowRate
  case flows
  case name

  package var name: String {
    switch self {
    case .rate: "rate"
    case .slowRate: "slow rate"
    case .flows: "flows"
    case .name: "name"
    }
  }

  func next(by step: Int) -> GroupOrder {
    let all = Self.allCases
    return all[((rawValue + step) % all.count + all.count) % all.count]
  }
}

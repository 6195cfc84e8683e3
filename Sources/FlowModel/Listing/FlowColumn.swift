/// What a listing can show of a flow, and be sorted by.
package enum FlowColumn: String, CaseIterable, Sendable {
  case lane
  case l4
  case source
  case destination
  case nat
  case state
  case age
  case timeout
  case origRate
  case replyRate
  case rate
  case total
  case packets
  case mark
  case zone
  /// The reason why the flow is in no faster lane.
  case why

  /// Whether sorting by it begins with the largest on top: so for amounts, not for names.
  package var startsDescending: Bool {
    switch self {
    case .age, .origRate, .replyRate, .rate, .total, .packets: true
    case .lane, .l4, .source, .destination, .nat, .state, .timeout, .mark, .zone, .why: false
    }
  }

  /// The name in help, notices and documentation.
  package var name: String {
    switch self {
    case .lane: "lane"
    case .l4: "protocol"
    case .source: "source"
    case .destination: "destination"
    case .nat: "NAT"
    case .state: "state"
    case .age: "age"
    case .timeout: "timeout"
    case .origRate: "orig rate"
    case .replyRate: "reply rate"
    case .rate: "rate"
    case .total: "total"
    case .packets: "packets"
    case .mark: "mark"
    case .zone: "zone"
    case .why: "reason"
    }
  }
}

import FlowModel

extension Status {
  /// What one status bit means to an operator.
  var meaning: String {
    switch self {
    case .expected: "another connection announced it"
    case .seenReply: "packets went both ways"
    case .assured: "kept when the table is full"
    case .confirmed: "its first packet got through"
    case .sourceNAT: "its source is translated"
    case .destinationNAT: "its destination is translated"
    case .seqAdjust: "sequence numbers are rewritten; never offloaded"
    case .sourceNATDone: "source translation is settled"
    case .destinationNATDone: "destination translation is settled"
    case .dying: "being removed"
    case .fixedTimeout: "traffic does not refresh its timeout"
    case .template: "made by a rule, not by traffic"
    case .natClash: "lost a race for its translation"
    case .helper: "a rule gave it a helper"
    case .offload: "a flowtable forwards it"
    case .hardwareOffload: "hardware forwards at least one direction"
    default: ""
    }
  }
}

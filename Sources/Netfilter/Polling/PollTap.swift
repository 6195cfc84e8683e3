package import FlowModel
package import NetlinkWire

/// Watches a source read the kernel, datagram by datagram: a recorder is one.
///
/// Called on the poller's queue, in this order; a poll that has to start over begins again without
/// an end.
package protocol PollTap: AnyObject {
  /// A poll begins. Times are nanoseconds since 1970.
  func beginPoll(machine: Machine, at wallTime: UInt64)
  /// A datagram came, as it is in the receive buffer, in answer to a request with this sequence.
  func take(_ datagram: RawSpan, answering request: Request, sequence: UInt32, at wallTime: UInt64)
  /// The ruleset was read; its rules have their texts, where there are any.
  func note(textsOf rules: [Ruleset.Rule])
  /// The poll is complete.
  func endPoll(at wallTime: UInt64)
}

extension PollTap {
  package func note(textsOf rules: [Ruleset.Rule]) {}
}

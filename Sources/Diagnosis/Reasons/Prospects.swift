import FlowModel

/// What ruleset and devices promise a flow: the dear part of a reason, kept from poll to poll.
struct Prospects: Sendable {
  var path: FlowPath
  /// nil until somebody asked.
  var reach: Reach?

  /// Whether packets of a flow come to a `flow add`, and what that flowtable hooks.
  struct Reach: Sendable {
    /// As the flow stands now, by direction.
    var orig = Walk.Truth.unknown
    var reply = Walk.Truth.unknown
    /// The orig direction once an answer has come; the same as `orig` if one has.
    var origOnceAnswered = Walk.Truth.unknown
    /// Whether a `no` holds by whatever device the packets come in.
    var isSure = false
    /// The flowtables that may take the flow, by their place in the snapshot's list.
    var flowtables: [Int] = []
    /// Whether packets of the orig and of the reply direction meet those flowtables.
    var input = Coverage.unknown
    var output = Coverage.unknown

    /// The best that either direction comes to now.
    var now: Walk.Truth { max(orig, reply) }
    /// The best that there can be.
    var ever: Walk.Truth { max(now, origOnceAnswered) }
  }
}

extension Walk.Truth: Comparable {
  package static func < (a: Walk.Truth, b: Walk.Truth) -> Bool { a.rawValue < b.rawValue }
}

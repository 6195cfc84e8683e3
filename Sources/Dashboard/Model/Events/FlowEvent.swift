package import FlowModel

/// Something that polls saw happen to a flow.
package struct FlowEvent: Sendable {
  package enum Kind: Sendable, Hashable {
    case began(Lane)
    case ended(Lane)
    case moved(LaneMove)
    /// A rule should have offloaded it, and it stays slow.
    case failed
    /// It has changed lanes so many times within two minutes.
    case loops(Int)
    /// More flows began and ended in one poll than are told one by one.
    case crowd(began: Int, ended: Int)
  }

  /// Counts events from 1.
  package let number: UInt64
  /// Nanoseconds since 1970, of the first poll that saw it.
  package let wallTime: UInt64
  package let kind: Kind
  /// nil where it is about many.
  package let flow: FlowKey?

  var topic: EventTopic {
    switch kind {
    case .began, .crowd: .began
    case .ended: .ended
    case .moved: .lanes
    case .failed: .failed
    case .loops: .loops
    }
  }
}

/// What kind of events are listed.
package enum EventTopic: Int, CaseIterable, Sendable {
  case all
  case lanes
  case began
  case ended
  case failed
  case loops

  package var name: String {
    switch self {
    case .all: "all events"
    case .lanes: "lane changes only"
    case .began: "new flows only"
    case .ended: "ended flows only"
    case .failed: "failed offloads only"
    case .loops: "re-offload loops only"
    }
  }

  func next(by step: Int) -> EventTopic {
    let all = Self.allCases
    return all[((rawValue + step) % all.count + all.count) % all.count]
  }

  func lists(_ event: FlowEvent) -> Bool {
    if case .crowd = event.kind { return [.all, .began, .ended].contains(self) }
    return self == .all || event.topic == self
  }
}

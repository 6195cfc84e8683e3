import Canvas
import FlowModel

/// A pin to a lane with what became of it, as the screen tells it.
struct ShownPin: Equatable {
  let pin: LanePin
  let standing: PinStanding

  /// What stands behind the lane's letter: the two tell the pin.
  ///
  /// `S=` held slow, `F=` and `H=` held fast, `S~` on its way to fast, `S!` not fast in spite of the
  /// pin, `F!` and `H!` not slow in spite of it.
  var sign: String {
    switch standing {
    case .held: "="
    case .pending: "~"
    case .failed: "!"
    }
  }

  var role: Role { standing == .failed ? .problem : .tagged }

  /// What the reason's column says of it; nil where the reason itself tells.
  func label(_ hasReason: Bool) -> String? {
    switch (standing, pin.lane) {
    case (.held, .slow): hasReason ? nil : "pinned-slow"
    case (.held, .fast): hasReason ? nil : "pinned-fast"
    case (.pending, _): "pin pending"
    case (.failed, .fast) where hasReason: nil
    case (.failed, _): "pin failed"
    }
  }

  /// One sentence on how it goes.
  var sentence: String {
    switch (standing, pin.lane) {
    case (.held, .slow): "Pinned to slow, and held there."
    case (.held, .fast): "Pinned to fast, and held there."
    case (.pending, .slow): "Pinned to slow: its next packet decides."
    case (.pending, .fast): "Pinned to fast: its next packet decides."
    case (.failed, .slow): "Pinned to slow, and yet it is on the fast path."
    case (.failed, .fast): "Pinned to fast, and yet its packets take the slow path."
    }
  }

  /// By what it holds, and for how long.
  func terms(at wallTime: UInt64, offset: Int) -> String {
    let means =
      switch pin.means {
      case .helper(let name): "helper \(name)"
      case .sequenceAdjustment: "an empty sequence adjustment"
      case .table: "table \(LanePins.table.family.name) \(LanePins.table.name)"
      }
    guard let until = pin.until else { return "by \(means), as long as it lives" }
    let left = Quantity.span(seconds: until > wallTime ? (until - wallTime) / 1_000_000_000 : 0)
    return "by \(means), until \(Clock(wallTime: until, offset: offset).text) (\(left))"
  }
}

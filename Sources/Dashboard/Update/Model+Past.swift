import Canvas
import FlowModel

/// Stepping through the past: the kept moments of a live router, a recording as a whole.
extension Model {
  mutating func travel(_ command: Command) -> [Effect] {
    switch command {
    case .older: stepToOlder()
    case .newer: stepToNewer()
    case .minuteBack: return seek(by: -60)
    case .minuteOn: return seek(by: 60)
    case .slowDown: return turnSpeed(by: -1)
    case .speedUp: return turnSpeed(by: 1)
    case .jump: typedTime = ""
    default: break
    }
    return []
  }

  /// Shows the newest again.
  mutating func thaw() {
    frozen = nil
    isResting = false
    isPast = false
    examine()
    rearrange()
  }

  /// Has the newest moment stand still.
  ///
  /// Of many flows no second moment is kept for that, so that memory stays as it is: polling rests.
  mutating func freeze() {
    guard frozen == nil else { return }
    if newest.isLarge { isResting = true } else { frozen = newest }
  }

  private mutating func stepToOlder() {
    if let count = past.tooLarge {
      freeze()
      guard isFrozen else { return sayFrozen() }
      let most = Quantity.count(Past.largestTable)
      return say(
        "Frozen. Of \(Quantity.count(count)) flows no past is kept: \(most) are the most.", .warning
      )
    }
    guard let older = past.before(shown.time) else {
      freeze()
      return say("Frozen. Nothing older is kept.", .warning)
    }
    look(at: older)
  }

  private mutating func stepToNewer() {
    guard isFrozen else { return say("This is live; , freezes and steps back.") }
    guard shown.time < store.time else { return say("Frozen at the newest poll; z thaws.") }
    look(at: past.after(shown.time) ?? newest)
  }

  private mutating func look(at moment: Moment) {
    isPast = moment.store.time != store.time
    isResting = false
    frozen = isPast ? moment : nil
    freeze()
    examine()
    rearrange()
    let clock = Clock(wallTime: shown.wallTime, offset: settings.timeZoneOffset).text
    say("\(clock), \(agoText ?? "the newest poll"). , older, . newer, z thaws.")
  }

  /// How old the shown moment is; nil where it is the newest.
  var agoText: String? {
    guard isFrozen, store.time > shown.time else { return nil }
    return "\(Quantity.span(seconds: (store.time - shown.time) / 1_000_000_000)) ago"
  }

  // MARK: Recordings

  private mutating func seek(by seconds: Int64) -> [Effect] {
    let now = store.wallTime
    let step = seconds.magnitude * 1_000_000_000
    return seek(to: seconds < 0 ? now - min(now, step) : now + step)
  }

  private mutating func seek(to wallTime: UInt64) -> [Effect] {
    if isHeld { thaw() }
    let clock = Clock(wallTime: wallTime, offset: settings.timeZoneOffset).text
    say("To \(clock) ...")
    ending = nil
    return [.seek(to: wallTime)]
  }

  private static let speeds: [Double] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60]

  private mutating func turnSpeed(by step: Int) -> [Effect] {
    let at = Self.speeds.firstIndex(of: speed) ?? 3
    speed = Self.speeds[min(max(0, at + step), Self.speeds.count - 1)]
    say(speed == 1 ? "At the pace it was made." : "\(speedText) times as fast as it was made.")
    return [.setSpeed(speed)]
  }

  /// `10`, `0.25`.
  var speedText: String {
    if speed >= 1 { return String(Int(speed)) }
    let hundredths = Int((speed * 100).rounded())
    return hundredths % 10 == 0
      ? "0.\(hundredths / 10)" : "0.\(Quantity.twoDigits(UInt64(hundredths)))"
  }

  // MARK: Jumping to a time

  /// Edits the time to jump to.
  mutating func typeTime(_ key: Key) -> [Effect] {
    guard var text = typedTime else { return [] }
    switch key {
    case .character(let scalar) where text.unicodeScalars.count < 40:
      text.unicodeScalars.append(scalar)
    case .backspace, .delete:
      if text.isEmpty {
        typedTime = nil
        return []
      }
      text.unicodeScalars.removeLast()
    case .control("u"): text = ""
    case .escape:
      typedTime = nil
      return []
    case .enter:
      guard let target = JumpTime(text, now: shown.wallTime, offset: settings.timeZoneOffset) else {
        return []
      }
      typedTime = nil
      return jump(to: target.wallTime)
    default: return []
    }
    typedTime = text
    return []
  }

  private mutating func jump(to wallTime: UInt64) -> [Effect] {
    if isRecording { return seek(to: wallTime) }
    if wallTime >= store.wallTime {
      if isHeld { thaw() }
      say("Live.")
    } else if let moment = past.nearest(wallTime) {
      look(at: moment)
    } else {
      stepToOlder()
    }
    return []
  }

  // MARK: The flow that is looked at

  /// Keeps the rates of the flow of the page, else of the selected one, and of no other.
  mutating func followTrace() {
    trace = focus.map { FlowTrace($0, past) }
    trace?.take(newest)
  }
}

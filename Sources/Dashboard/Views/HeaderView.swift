import Canvas
import FlowModel

/// The top line: which machine, when, how the polls go, how full the table is.
struct HeaderView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    guard layout.header.height > 0 else { return }
    canvas.fill(layout.header, role: .title)
    let right = facts
    var end = canvas.width
    // From the right: the least needed are left out first when the line is short.
    let left = name
    // What the operator must not overlook stays before any figure.
    let badgeColumns = badges.reduce(0) { $0 + $1.count + 3 }
    let leftColumns = min(Canvas.columns(left) + badgeColumns, canvas.width)
    for fact in right {
      let columns = Canvas.columns(fact)
      guard end - columns - 2 >= leftColumns else { break }
      canvas.put(fact, x: end - columns, y: layout.header.y, role: .title)
      end -= columns + 2
    }
    var x = canvas.put(left, x: 0, y: layout.header.y, role: .title, limit: max(0, end))
    for badge in badges where x + badge.count + 3 <= end {
      x += 1
      x += canvas.put("[\(badge)]", x: x, y: layout.header.y, role: .danger)
    }
  }

  private var name: String {
    guard let machine = model.status?.machine else { return "flowlanes" }
    let host = machine.hostname.isEmpty ? "flowlanes" : machine.hostname
    return machine.namespace.map { "\(host) \($0)" } ?? host
  }

  private var badges: [String] {
    var result: [String] = []
    if case .recording(let name, _) = model.settings.source {
      let word = name == "demo" ? "DEMO" : "REPLAY"
      result.append(model.ending == nil ? word : "\(word) ENDED")
    }
    if model.isFrozen { result.append("FROZEN") }
    if model.settings.mask != nil { result.append("PRIVATE") }
    if model.settings.isReadOnly { result.append("READ-ONLY") }
    return result
  }

  /// Most needed first.
  private var facts: [String] {
    guard let status = model.status else { return [] }
    var result: [String] = []
    let entries = Quantity.count(status.entries.map(Int.init) ?? model.shown.totals.flows)
    if let most = status.maxEntries {
      result.append("\(entries) of \(Quantity.count(Int(most))) flows")
    } else {
      result.append("\(entries) flows")
    }
    result.append(clock(status.wallTime))
    if case .live = model.settings.source {
      result.append("poll \(Quantity.duration(nanoseconds: rounded(status.duration)))")
      result.append("every \(Quantity.interval(model.settings.interval))")
    }
    return result
  }

  /// The time; without seconds while nothing moves, so that nothing need be sent.
  private func clock(_ wallTime: UInt64) -> String {
    let text = Clock(wallTime: wallTime, offset: model.settings.timeZoneOffset).text
    let totals = model.shown.totals
    let isQuiet = Lane.allCases.allSatisfy { (totals[$0].knownRate ?? 0) == 0 }
    return isQuiet ? text.prefix(5) + "   " : text
  }

  /// A poll's duration by 1, 2 or 5: what is finer is noise, and would be sent each time.
  private func rounded(_ nanoseconds: UInt64) -> UInt64 {
    var step: UInt64 = 1_000_000
    if nanoseconds < step { return nanoseconds }
    while nanoseconds >= step * 10 { step *= 10 }
    return [1, 2, 5, 10].map { $0 * step }.first { nanoseconds <= $0 } ?? step
  }
}

import Canvas
import FlowModel

/// The top line: which machine, when, how the polls go, how full the table is.
struct HeaderView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    guard layout.header.height > 0 else { return }
    let y = layout.header.y
    canvas.fill(layout.header, role: .title)
    let places = Places(self, width: canvas.width)
    for (fact, x) in places.facts { canvas.put(fact, x: x, y: y, role: .title) }
    canvas.put(name, x: 0, y: y, role: .title, limit: max(0, places.end))
    for (badge, x) in places.badges { canvas.put(badge, x: x, y: y, role: .danger) }
    for tab in places.tabs {
      canvas.put(tab.text, x: tab.x, y: y, role: tab.view == model.shownView ? .selected : .title)
    }
  }

  /// The view whose tab lies at a column; nil for none.
  func view(at x: Int, width: Int) -> View? {
    Places(self, width: width).tabs.first { x >= $0.x && x < $0.x + $0.text.count }?.view
  }

  /// Where each part of the line stands.
  private struct Places {
    var facts: [(String, Int)] = []
    var badges: [(String, Int)] = []
    var tabs: [TabsView.Tab] = []
    /// The column of the first figure.
    var end: Int

    init(_ header: HeaderView, width: Int) {
      end = width
      let name = Canvas.columns(header.name)
      // What the operator must not overlook stays before any figure, and where he is beside it.
      let badges = header.badges.map { "[\($0)]" }
      let badgeColumns = badges.reduce(0) { $0 + $1.count + 1 }
      let left = min(name + badgeColumns + (width < 72 ? 16 : Self.tabColumns), width)
      // From the right: the least needed are left out first when the line is short.
      for fact in header.facts {
        let columns = Canvas.columns(fact)
        guard end - columns - 2 >= left else { break }
        facts.append((fact, end - columns))
        end -= columns + 2
      }
      var x = min(name, max(0, end))
      for badge in badges where x + badge.count + 1 <= end {
        self.badges.append((badge, x + 1))
        x += badge.count + 1
      }
      tabs = TabsView(shown: header.model.shownView).tabs(from: x + 2, to: end)
    }

    /// What is kept free for the views: all by number, and the name of the one that is seen.
    private static let tabColumns = 26
  }

  private var name: String {
    // A name tells whose router it is as well as an address does; a namespace's, too.
    guard model.settings.mask == nil, let machine = model.status?.machine else {
      return "flowlanes"
    }
    let host = machine.hostname.isEmpty ? "flowlanes" : machine.hostname
    return machine.namespace.map { "\(host) \($0)" } ?? host
  }

  private var badges: [String] {
    var result: [String] = []
    if case .recording(let name, _) = model.settings.source {
      let word = name == "demo" ? "DEMO" : "REPLAY"
      let pace = model.speed == 1 ? "" : " x\(model.speedText)"
      result.append(model.ending == nil ? word + pace : "\(word) ENDED")
    }
    if model.isFrozen {
      result.append(model.isPast ? "PAST" : "FROZEN")
    } else if model.isHeld {
      result.append("FREEZING")
    }
    if model.settings.mask != nil { result.append("PRIVATE") }
    if model.settings.isReadOnly { result.append("READ-ONLY") }
    return result
  }

  /// Most needed first.
  private var facts: [String] {
    guard let status = model.status else { return [] }
    var result: [String] = []
    let held = model.steadyFigures?.entries.shown.map { Int(clamping: $0) }
    let entries = Quantity.count(held ?? status.entries.map(Int.init) ?? model.shown.totals.flows)
    if let most = status.maxEntries {
      result.append("\(entries) of \(Quantity.count(Int(most))) flows")
    } else {
      result.append("\(entries) flows")
    }
    result.append(clock(status.wallTime))
    if case .live = model.settings.source {
      let poll = "poll \(Quantity.duration(nanoseconds: duration(status)))"
      if let pace = model.pace, pace.isStretched, !model.isResting {
        // Not what was asked for: it goes before what is only nice to know.
        result.append("every \(Quantity.span(seconds: max(1, pace.interval / 1_000_000_000)))")
        result.append(poll)
      } else {
        result.append(poll)
        let interval = Quantity.interval(model.settings.interval)
        result.append(model.isResting ? "polling rests" : "every \(interval)")
      }
      if let load { result.append(load) }
    }
    return result
  }

  /// What polling takes of a processor core, by steps: each change would have to be sent.
  private var load: String? {
    guard let pace = model.pace else { return nil }
    let step = [1, 2, 5, 10, 20, 50].first { pace.load * 100 <= Double($0) }
    return step.map { "cpu <\($0)%" } ?? "cpu >50%"
  }

  /// The time; without seconds on a live screen, so that nothing need be sent where nothing else moves.
  ///
  /// Its minutes say that the program lives. A poll that fails says so in a line of its own.
  private func clock(_ wallTime: UInt64) -> String {
    let text = Clock(wallTime: wallTime, offset: model.settings.timeZoneOffset).text
    // In the past, and in a recording, the moment is what is looked for.
    return model.isFrozen || model.settings.source != .live ? text : String(text.prefix(5))
  }

  private func duration(_ status: Snapshot) -> UInt64 {
    model.steadyFigures?.poll.shown ?? SteadyDuration.step(status.duration)
  }
}

import Canvas
package import FlowModel

/// The views, and what keys do in those that are lists.
extension Model {
  /// The view that is seen; a page about a flow, and help, belong to what they cover.
  package var shownView: View {
    switch page?.content {
    case .flowtables: .flowtables
    case .doctor: .doctor
    case .help, .details, .explanation, nil: view
    }
  }

  /// The flow that keys act on: that of the page, else the selected one of the view.
  package var focus: FlowKey? {
    if let key = page?.content.flow { return key }
    switch view {
    case .flows: return listing.selection
    case .events: return selectedEvent?.flow
    case .pins: return pinCursor.selection
    case .groups, .flowtables, .doctor: return nil
    }
  }

  /// Goes to a view, whatever covers the screen.
  mutating func show(_ wanted: View) {
    let opens = wanted != view || page != nil
    page = nil
    if let content = wanted.page {
      if view == .groups { groups.close() }
      view = .flows
      return open(content)
    }
    if wanted != .groups { groups.close() }
    view = wanted
    if opens, wanted == .events { events.cursor.clear() }
    rearrange()
  }

  /// Commands that mean the same wherever the operator is.
  mutating func performAnywhere(_ command: Command) -> [Effect] {
    switch command {
    case .flows: show(.flows)
    case .groups where shownView == .groups && page == nil: turnGroups(by: 1)
    case .groups: show(.groups)
    case .events: show(shownView == .events && page == nil ? .flows : .events)
    case .pins: show(shownView == .pins && page == nil ? .flows : .pins)
    case .flowtables: togglePage(.flowtables)
    case .doctor: togglePage(.doctor)
    case .nextView: turnView(by: 1)
    case .previousView: turnView(by: -1)
    default: return configure(command)
    }
    return []
  }

  /// Opens a view that is a page; from the details of a flow, Esc goes back there.
  private mutating func togglePage(_ content: Page.Content) {
    if page?.content == content { return closePage() }
    if page?.content.flow != nil || page?.below != nil { return open(content) }
    show(content == .doctor ? .doctor : .flowtables)
  }

  private mutating func turnView(by step: Int) {
    let all = View.allCases
    let at = all.firstIndex(of: shownView) ?? 0
    show(all[(at + step + all.count) % all.count])
  }

  /// Carries out a command in groups, events and pins.
  mutating func performInView(_ command: Command) -> [Effect] {
    switch command {
    case .up, .down, .pageUp, .pageDown, .top, .bottom: moveInView(command)
    case .back: show(.flows)
    case .open: openInView()
    case .nextLane: turnInView(by: 1)
    case .previousLane: turnInView(by: -1)
    case .freeze: toggleFreeze()
    case .help: open(.help)
    case .sortNext where view == .groups: sortGroups(by: 1)
    case .sortPrevious where view == .groups: sortGroups(by: -1)
    case .reverse where view == .groups:
      groups.isReversed.toggle()
      rearrange()
    case .filter where view == .groups: startTyping()
    case .activeOnly where view == .groups: return perform(command)
    case .why where view != .groups: openFlow(Page.Content.explanation)
    case .flush where view == .pins: unpinSelected()
    case .pin where view == .pins: togglePin()
    case .flush, .reset, .pinLane, .pin:
      guard view != .groups else {
        say("That key acts on a flow: Enter goes to those of the group.")
        return []
      }
      return perform(command)
    case .tag, .flushMany, .freezeOrder, .sortNext, .sortPrevious, .reverse, .filter, .activeOnly,
      .why:
      say("That key is about the list of flows: Esc goes back to it.")
    default: return performAnywhere(command)
    }
    return []
  }

  private mutating func moveInView(_ command: Command) {
    let height = listHeight
    switch view {
    case .groups: groups.cursor.move(command, groups.ids, height: height)
    case .events: events.cursor.move(command, listedEvents.map(\.number), height: height)
    case .pins: pinCursor.move(command, pinRows.map(\.key), height: height)
    case .flows, .flowtables, .doctor: break
    }
  }

  private mutating func openInView() {
    switch view {
    case .groups: enterGroup()
    case .events, .pins:
      guard let key = focus else { return askForSelection() }
      guard shown.record(key) != nil else {
        return say("This flow has ended, and is no longer kept.", .warning)
      }
      open(.details(key))
    case .flows, .flowtables, .doctor: break
    }
  }

  private mutating func turnInView(by step: Int) {
    switch view {
    case .groups: turnGroups(by: step)
    case .events:
      events.topic = events.topic.next(by: step)
      events.cursor.clear()
      say("\(events.topic.name.prefix(1).uppercased())\(events.topic.name.dropFirst()).")
    case .flows, .pins, .flowtables, .doctor: break
    }
  }

  /// The rows of a list in a view: events have counts above them.
  var listHeight: Int {
    let height = ScreenLayout(size).table.height
    return max(1, view == .events ? height - eventHeadings : height)
  }

  /// Keeps what is selected in view, after a poll and in a new size.
  mutating func fitViews(_ height: Int) {
    switch view {
    case .groups: groups.cursor.follow(groups.ids, height: height)
    case .events: events.cursor.follow(listedEvents.map(\.number), height: listHeight)
    case .pins: pinCursor.follow(pinRows.map(\.key), height: height)
    case .flows, .flowtables, .doctor: break
    }
  }

  /// The events of the chosen topic up to the shown moment, the newest first.
  package var listedEvents: [FlowEvent] {
    let end = shown.wallTime
    return eventLog.events.reversed().filter { $0.wallTime <= end && events.topic.lists($0) }
  }

  var selectedEvent: FlowEvent? {
    guard let number = events.cursor.selection else { return nil }
    return eventLog.events.first { $0.number == number }
  }

  /// x in the view of pins: a pin to a lane is ended by the dialog, one on top at once.
  private mutating func unpinSelected() {
    guard let key = pinCursor.selection else { return askForSelection() }
    if moment.pins[key] != nil { return askToPin() }
    togglePin()
  }
}

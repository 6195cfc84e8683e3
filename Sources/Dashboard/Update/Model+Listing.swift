import Canvas
import FlowModel

extension Model {
  /// Carries out a command of the listing.
  mutating func perform(_ command: Command) -> [Effect] {
    switch command {
    case .up, .down, .pageUp, .pageDown, .top, .bottom: move(command)
    case .nextLane: turnLane(by: 1)
    case .previousLane: turnLane(by: -1)
    case .open: openFlow(Page.Content.details)
    case .back: stepBack()
    case .filter: startTyping()
    case .sortNext: turnColumn(by: 1)
    case .sortPrevious: turnColumn(by: -1)
    case .reverse:
      listing.order.descending.toggle()
      reorder()
    case .freezeOrder: toggleOrderFreeze()
    case .freeze: toggleFreeze()
    case .activeOnly:
      listing.activeOnly.toggle()
      rearrange()
      say(listing.activeOnly ? "Active flows only." : "All flows, idle ones too.")
    case .tag: toggleTag()
    case .flush: askToFlush()
    case .flushMany: askToFlushMany()
    case .reset: askToReset()
    case .pin: togglePin()
    case .pinLane: askToPin()
    case .why: explainFlow()
    case .help: open(.help)
    default: return performAnywhere(command)
    }
    return []
  }

  /// Commands that mean the same in the listing and on every page.
  mutating func configure(_ command: Command) -> [Effect] {
    switch command {
    case .units:
      settings.units.inBytes.toggle()
      say(settings.showsBytes ? "Rates in bytes per second." : "Rates in bits per second.")
      return []
    case .names:
      turnNames()
      return []
    case .faster: return turnInterval(by: -1)
    case .slower: return turnInterval(by: 1)
    case .theme: return [.nextTheme]
    case .mouse:
      settings.usesMouse.toggle()
      say(
        settings.usesMouse
          ? "Mouse on: wheel and clicks; text is selected with Shift held."
          : "Mouse off: the terminal selects text.")
      return [.setMouse(settings.usesMouse)]
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .quit: return [.quit]
    case .older, .newer, .minuteBack, .minuteOn, .slowDown, .speedUp, .jump: return travel(command)
    default: return []
    }
  }

  private mutating func move(_ command: Command) {
    let height = max(1, ScreenLayout(size).table.height)
    let last = listing.rows.count - 1
    if listing.selection == nil {
      // The first step only shows where the operator stands.
      let start = command == .bottom ? last : command == .top ? 0 : listing.top
      listing.select(row: start)
    } else {
      let row = listing.selectedRow
      switch command {
      case .up: listing.select(row: row - 1)
      case .down: listing.select(row: row + 1)
      case .pageUp: listing.select(row: row - height)
      case .pageDown: listing.select(row: row + height)
      case .top: listing.select(row: 0)
      default: listing.select(row: last)
      }
    }
    fit()
  }

  mutating func turnLane(by step: Int) {
    let choices: [Lane?] = [nil, .slow, .software, .hardware]
    let at = choices.firstIndex(of: listing.lane) ?? 0
    listing.lane = choices[(at + step + choices.count) % choices.count]
    rearrange()
    say(listing.lane.map { "Only the \($0.name) lane." } ?? "All lanes.")
  }

  private mutating func turnColumn(by step: Int) {
    let columns = FlowColumn.allCases
    let at = columns.firstIndex(of: listing.order.column) ?? 0
    let column = columns[(at + step + columns.count) % columns.count]
    listing.order = FlowOrder(column, descending: column.startsDescending)
    reorder()
  }

  /// Sorts by a column; where the list is sorted by it, the other way round.
  mutating func sort(by column: FlowColumn) {
    if listing.order.column == column {
      listing.order.descending.toggle()
    } else {
      listing.order = FlowOrder(column, descending: column.startsDescending)
    }
    reorder()
  }

  private mutating func reorder() {
    listing.isOrderFrozen = false
    rearrange()
    let direction = listing.order.descending ? "largest first" : "smallest first"
    let meaning = listing.order == .glance ? "what could be faster on top" : direction
    say("Sorted by \(listing.order.column.name), \(meaning).")
  }

  private mutating func toggleOrderFreeze() {
    listing.isOrderFrozen.toggle()
    rearrange()
    say(listing.isOrderFrozen ? "Order frozen: rows stay, values go on." : "Order follows again.")
  }

  mutating func toggleFreeze() {
    if isHeld {
      thaw()
      return say("Live again.")
    }
    freeze()
    sayFrozen()
  }

  /// Tells what a frozen screen is, and how to get away from it.
  mutating func sayFrozen() {
    let thaws = "\(label(.freeze)) thaws"
    if !isFrozen {
      say("Freezes as soon as the poll under way is in.")
    } else if isResting {
      let rests = isRecording ? "the recording waits" : "so many flows are not polled meanwhile"
      say("Frozen; \(rests). \(thaws).")
    } else if past.tooLarge == nil {
      let steps = "\(label(.older)) and \(label(.newer))"
      say("Frozen; polling goes on. \(thaws), \(steps) step back and on.")
    } else {
      say("Frozen; polling goes on. \(thaws).")
    }
  }

  private mutating func turnInterval(by step: Int) -> [Effect] {
    if isRecording {
      say("A recording has its own pace: { plays it slower, } faster.", .warning)
      return []
    }
    let steps = Settings.intervals
    let at = steps.firstIndex { $0 >= settings.interval } ?? steps.count - 1
    let interval = steps[min(max(0, at + step), steps.count - 1)]
    guard interval != settings.interval else { return [] }
    settings.interval = interval
    say("Polling every \(Quantity.interval(interval)).")
    return [.setInterval(interval)]
  }

  mutating func togglePin() {
    guard let key = focus else { return askForSelection() }
    togglePin(key)
  }

  mutating func togglePin(_ key: FlowKey) {
    if let at = listing.pins.firstIndex(of: key) {
      listing.pins.remove(at: at)
      say("Unpinned.")
    } else {
      listing.pins.append(key)
      say("Pinned on top; \(label(.pin)) again unpins.")
    }
    rearrange()
  }

  mutating func openFlow(_ content: (FlowKey) -> Page.Content) {
    guard let key = focus else { return askForSelection() }
    open(content(key))
  }

  /// Where nothing is selected, the flow that the hint's line tells of is explained.
  private mutating func explainFlow() {
    if listing.selection == nil, let elephant = moment.elephant,
      let place = shown.place(of: elephant.key), let row = listing.rows.firstIndex(of: place)
    {
      listing.select(row: row)
      fit()
    }
    openFlow(Page.Content.explanation)
  }

  mutating func askForSelection() {
    say(
      listing.rows.isEmpty
        ? "No flow is listed." : "Select a flow first, with the arrow keys or j and k.", .warning)
  }

  /// Esc undoes the latest narrowing, one at a time.
  private mutating func stepBack() {
    if let drill, drill.filter == listing.filter { return leaveGroup(drill) }
    if !listing.filter.isEmpty {
      listing.filter = .all
    } else if listing.lane != nil {
      listing.lane = nil
    } else if listing.activeOnly {
      listing.activeOnly = false
    } else if !listing.tags.isEmpty {
      listing.tags = []
      say("No flow is tagged any more.")
    } else if listing.selection != nil {
      listing.selection = nil
      listing.top = 0
    }
    rearrange()
  }
}

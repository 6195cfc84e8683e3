/// What a key can mean in the listing and on pages.
package enum Command: String, CaseIterable, Sendable {
  case up
  case down
  case pageUp
  case pageDown
  case top
  case bottom
  case nextLane
  case previousLane
  case open
  case back
  case filter
  case sortPrevious
  case sortNext
  case reverse
  case freezeOrder
  case freeze
  case activeOnly
  case tag
  case flush
  case flushMany
  case reset
  case pin
  case pinLane
  case why
  case flows
  case groups
  case flowtables
  case events
  case pins
  case doctor
  case nextView
  case previousView
  case older
  case newer
  case minuteBack
  case minuteOn
  case slowDown
  case speedUp
  case jump
  case units
  case names
  case faster
  case slower
  case theme
  case mouse
  case help
  case repaint
  case suspend
  case quit

  /// The name in configuration files: `flush-many`.
  package var name: String {
    rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }

  /// The command that a configuration file names.
  package init?(name: String) {
    guard let command = Command.allCases.first(where: { $0.name == name }) else { return nil }
    self = command
  }

  /// What it does, for help and documentation.
  package var summary: String {
    switch self {
    case .up: "previous flow"
    case .down: "next flow"
    case .pageUp: "a screen up"
    case .pageDown: "a screen down"
    case .top: "first flow"
    case .bottom: "last flow"
    case .nextLane: "list one lane only: the next"
    case .previousLane: "list one lane only: the one before"
    case .open: "all about the selected flow"
    case .back: "back: close, clear filter or tags, unselect"
    case .filter: "filter as you type: port 443, or any text"
    case .sortPrevious: "sort by the column before"
    case .sortNext: "sort by the next column"
    case .reverse: "reverse the order"
    case .freezeOrder: "freeze the order: values go on, rows stay"
    case .freeze: "freeze the screen"
    case .activeOnly: "active flows only"
    case .tag: "tag the flow, or untag it; then the next"
    case .flush: "flush: delete the flow's conntrack entry"
    case .flushMany: "flush the tagged flows, or all that match"
    case .reset: "reset: make its entry anew, nothing breaks"
    case .pin: "pin the flow on top, or unpin it"
    case .pinLane: "pin to a lane: slow, fast, or none"
    case .why: "why the flow is not faster; what mends it"
    case .flows: "view 1: flows"
    case .groups: "view 2: groups; again: by the next thing"
    case .flowtables: "flowtables: devices, rules, what is wrong"
    case .events: "view 4: events, lane changes, counts"
    case .pins: "view 5: pins, what holds them, how long"
    case .doctor: "doctor: check all that offloading needs"
    case .nextView: "next view"
    case .previousView: "the view before"
    case .older: "freeze, and step a poll back"
    case .newer: "a poll on, while frozen"
    case .minuteBack: "a recording: a minute back"
    case .minuteOn: "a recording: a minute on"
    case .slowDown: "a recording: slower"
    case .speedUp: "a recording: faster"
    case .jump: "jump to a time: 14:32:07, or -90s"
    case .units: "bits or bytes per second"
    case .names: "names: none, of the files, of the name server"
    case .faster: "poll more often"
    case .slower: "poll less often"
    case .theme: "next theme"
    case .mouse: "mouse on or off; off, text can be selected"
    case .help: "this help"
    case .repaint: "draw the screen anew"
    case .suspend: "suspend, as any job"
    case .quit: "quit"
    }
  }

  /// The part of the help that it stands in.
  package enum Group: CaseIterable, Sendable {
    case moving
    case looking
    case acting
    case leaving

    package var name: String {
      switch self {
      case .moving: "Moving"
      case .looking: "Looking"
      case .acting: "Acting"
      case .leaving: "The program"
      }
    }
  }

  package var group: Group {
    switch self {
    case .up, .down, .pageUp, .pageDown, .top, .bottom, .open, .back, .flows, .groups, .flowtables,
      .events, .pins, .doctor, .nextView, .previousView:
      .moving
    case .older, .newer, .minuteBack, .minuteOn, .slowDown, .speedUp, .jump: .looking
    case .nextLane, .previousLane, .filter, .sortPrevious, .sortNext, .reverse, .freezeOrder,
      .freeze, .activeOnly, .why, .units, .names, .faster, .slower, .theme, .mouse:
      .looking
    case .tag, .flush, .flushMany, .reset, .pin, .pinLane: .acting
    case .help, .repaint, .suspend, .quit: .leaving
    }
  }

  /// Whether it changes the kernel, and so is refused in read-only mode and on recordings.
  package var changesKernel: Bool {
    switch self {
    case .flush, .flushMany, .reset, .pinLane: true
    default: false
    }
  }
}

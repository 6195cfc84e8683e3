import FlowModel

/// What the keys do here, the most needed first.
struct FooterHints {
  typealias Hint = (command: Command, word: String)

  let hints: [Hint]

  /// `fits`: all of the open page is seen, so that nobody needs to scroll.
  init(_ model: Model, fits: Bool) {
    if let page = model.page {
      hints = Self.ofPage(page, fits)
      return
    }
    switch model.view {
    case .groups:
      hints = [
        (.back, "flows"), (.open, "its flows"),
        (.groups, "by \(model.groups.kind.next(by: 1).name)"),
        (.filter, "filter"), (.sortNext, "sort"), (.reverse, "reverse"), (.nextView, "next view"),
        (.help, "help"),
      ]
    case .events:
      hints = [
        (.back, "flows"), (.open, "details"), (.nextLane, model.events.topic.next(by: 1).word),
        (.why, "why"), (.flush, "flush"), (.pinLane, "pin"), (.freeze, Self.freeze(model)),
        (.nextView, "next view"), (.help, "help"),
      ]
    case .pins:
      hints = [
        (.back, "flows"), (.open, "details"), (.flush, "unpin"), (.pinLane, "pin"),
        (.pin, "top"), (.why, "why"), (.nextView, "next view"), (.help, "help"),
      ]
    case .flows, .flowtables, .doctor: hints = Self.ofFlows(model)
    }
  }

  private static func ofFlows(_ model: Model) -> [Hint] {
    let tags = model.listing.tags.count
    if tags > 0 {
      return [
        (.flushMany, "flush \(Quantity.count(tags))"), (.reset, "reset"), (.tag, "tag"),
        (.back, model.listing.narrowings.isEmpty ? "untag all" : "back"), (.help, "help"),
      ]
    }
    let isBelowGroups = model.drill.map { $0.filter == model.listing.filter } ?? false
    return (isBelowGroups ? [(.back, "groups")] : []) + [
      (.help, "help"), (.filter, "filter"), (.flush, "flush"), (.pinLane, "pin"), (.why, "why"),
      (.groups, "groups"), (.events, "events"), (.quit, "quit"), (.doctor, "doctor"),
      (.open, "details"), (.flowtables, "flowtables"), (.tag, "tag"), (.sortNext, "sort"),
      (.freeze, freeze(model)), (.older, "past"), (.activeOnly, "active"), (.nextLane, "lane"),
      (.units, "bits/bytes"), (.theme, "theme"),
    ]
  }

  private static func ofPage(_ page: Page, _ fits: Bool) -> [Hint] {
    let acting: [Hint] = [(.flush, "flush"), (.reset, "reset"), (.pinLane, "pin")]
    var hints: [Hint] = [(.back, "back")]
    switch page.content {
    case .details: hints += [(.why, "why")] + acting
    case .explanation: hints += [(.open, "details")] + acting
    case .flowtables: hints += [(.doctor, "doctor")]
    case .doctor: hints += [(.flowtables, "flowtables")]
    case .help: break
    }
    return fits ? hints : hints + [(.down, "scroll"), (.pageDown, "next screen")]
  }

  private static func freeze(_ model: Model) -> String { model.isHeld ? "thaw" : "freeze" }
}

extension EventTopic {
  /// A word for the key that goes to it.
  fileprivate var word: String {
    switch self {
    case .all: "all"
    case .lanes: "lanes only"
    case .began: "new only"
    case .ended: "ended only"
    case .failed: "failed only"
    case .loops: "loops only"
    }
  }
}

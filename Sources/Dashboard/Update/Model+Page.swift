import Canvas
import Diagnosis
import FlowModel

extension Model {
  /// Opens a page; from one that is about a flow, Esc goes back to that flow's details.
  mutating func open(_ content: Page.Content) {
    let below: Page.Content? =
      if case .details = page?.content { page?.content } else { page?.below }
    page = Page(content, over: below)
    examine()
  }

  /// Goes back to what the page covers; from a view that is a page, to the flows.
  mutating func closePage() {
    if let content = page?.content, page?.below == nil, content == .flowtables || content == .doctor
    {
      view = .flows
      page = nil
      return rearrange()
    }
    page = page?.below.map { Page($0) }
    examine()
  }

  /// Looks anew at what the open page tells: at each poll, and when it is opened.
  mutating func examine() {
    switch page?.content {
    case .flowtables: reviews = Self.review(moment.snapshot)
    case .doctor: checks = moment.wholeSnapshot.map { Doctor().examine($0).worstFirst }
    case .help, .details, .explanation, nil: break
    }
  }

  private static func review(_ snapshot: Snapshot?) -> [FlowtableReview]? {
    guard let snapshot, let tables = snapshot.flowtables else { return nil }
    return tables.prefix(PageText.mostFlowtables)
      .map { FlowtableReview.review($0, in: snapshot) }
  }

  /// Carries out a command while a page covers the listing.
  mutating func performOnPage(_ command: Command) -> [Effect] {
    guard let page else { return [] }
    let height = max(1, ScreenLayout(size).page.height)
    switch command {
    case .back, .quit: closePage()
    case .open:
      if case .explanation(let key) = page.content {
        self.page = Page(.details(key))
      } else if page.content != .help {
        closePage()
      }
    case .why: turnExplanation(page)
    case .help: toggle(.help, page)
    case .up: scrollPage(by: -1)
    case .down: scrollPage(by: 1)
    case .pageUp: scrollPage(by: -height)
    case .pageDown: scrollPage(by: height)
    case .top: scrollPage(by: -1_000_000)
    case .bottom: scrollPage(by: 1_000_000)
    case .flush, .reset, .pin, .pinLane: return act(command, page)
    case .freeze: toggleFreeze()
    case .filter, .tag, .flushMany, .sortNext, .sortPrevious, .reverse, .freezeOrder, .activeOnly,
      .nextLane, .previousLane:
      say("\(label(.back)) goes back to the flows.")
    default: return performAnywhere(command)
    }
    return []
  }

  private mutating func toggle(_ content: Page.Content, _ page: Page) {
    if page.content == content { closePage() } else { open(content) }
  }

  private mutating func turnExplanation(_ page: Page) {
    switch page.content {
    case .explanation: closePage()
    case .details(let key): open(.explanation(key))
    case .help, .flowtables, .doctor:
      say("That key is about a flow: \(label(.back)) goes back to them.")
    }
  }

  /// Acts on the flow that the page is about.
  private mutating func act(_ command: Command, _ page: Page) -> [Effect] {
    guard let key = page.content.flow else {
      say("That key acts on a flow: \(label(.back)) goes back to them.")
      return []
    }
    guard shown.record(key) != nil else {
      say("This flow has ended, and is no longer kept.", .warning)
      return []
    }
    return perform(command)
  }

  private mutating func scrollPage(by lines: Int) {
    guard var page else { return }
    let height = ScreenLayout(size).page.height
    let count = PageText(self, width: size.width).lines.count
    page.top = min(max(0, page.top + lines), max(0, count - height))
    self.page = page
  }
}

extension [Check] {
  /// Failures first, then warnings; in each the doctor's own order, which is that of importance.
  fileprivate var worstFirst: [Check] {
    [Check.Outcome.fail, .warn, .pass].flatMap { outcome in filter { $0.outcome == outcome } }
  }
}

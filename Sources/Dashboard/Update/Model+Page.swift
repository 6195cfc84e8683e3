import Canvas
import FlowModel

extension Model {
  /// Carries out a command while a page covers the listing.
  mutating func performOnPage(_ command: Command) -> [Effect] {
    guard let page else { return [] }
    let height = max(1, ScreenLayout(size).page.height)
    switch command {
    case .back, .quit: self.page = nil
    case .open where page.content != .help: self.page = nil
    case .help: self.page = page.content == .help ? nil : Page(.help)
    case .flowtables: self.page = page.content == .flowtables ? nil : Page(.flowtables)
    case .up: scrollPage(by: -1)
    case .down: scrollPage(by: 1)
    case .pageUp: scrollPage(by: -height)
    case .pageDown: scrollPage(by: height)
    case .top: scrollPage(by: -1_000_000)
    case .bottom: scrollPage(by: 1_000_000)
    case .flush, .pin:
      if case .details = page.content { return perform(command) }
      say("That key acts on a flow: Esc goes back to them.")
    case .units, .faster, .slower, .theme, .repaint, .suspend: return configure(command)
    default: say("Esc goes back to the flows.")
    }
    return []
  }

  private mutating func scrollPage(by lines: Int) {
    guard var page else { return }
    let height = ScreenLayout(size).page.height
    let count = PageText(self, width: size.width).lines.count
    page.top = min(max(0, page.top + lines), max(0, count - height))
    self.page = page
  }
}

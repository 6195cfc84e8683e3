/// The views in the header, at no price of a row: `[1 flows] 2 3 4 5 6`, with all names where they fit.
struct TabsView {
  let shown: View

  struct Tab {
    let view: View
    let text: String
    let x: Int
  }

  /// The tabs with their places behind `x`, as long as they end before `end`; none where even the
  /// shortest do not fit.
  func tabs(from x: Int, to end: Int) -> [Tab] {
    for style in [Style.names, .numbers, .only] {
      var at = x
      var tabs: [Tab] = []
      for view in View.allCases where style != .only || view == shown {
        let text =
          view == shown
          ? "[\(view.rawValue) \(view.name)]"
          : style == .names ? "\(view.rawValue) \(view.name)" : String(view.rawValue)
        tabs.append(Tab(view: view, text: text, x: at))
        at += text.count + (style == .names ? 2 : 1)
      }
      if let last = tabs.last, last.x + last.text.count <= end { return tabs }
    }
    return []
  }

  private enum Style {
    case names
    case numbers
    case only
  }
}

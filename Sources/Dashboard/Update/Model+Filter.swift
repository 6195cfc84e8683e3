import Canvas
import FlowModel

extension Model {
  /// Edits the filter line; each letter takes effect at once.
  mutating func type(_ key: Key) {
    guard var text = listing.typedFilter else { return }
    switch key {
    case .character(let scalar) where text.unicodeScalars.count < 200:
      text.unicodeScalars.append(scalar)
    case .backspace, .delete:
      if text.isEmpty { return stopTyping(keeping: listing.filter) }
      text.unicodeScalars.removeLast()
    case .control("u"): text = ""
    case .control("w"):
      while text.last == " " { text.removeLast() }
      while let last = text.last, last != " " { text.removeLast() }
    case .enter, .tab: return stopTyping(keeping: listing.filter)
    case .escape: return stopTyping(keeping: listing.filterBefore)
    case .up, .down, .pageUp, .pageDown:
      stopTyping(keeping: listing.filter)
      if let command = Keymap.standard.command(for: key) { _ = perform(command) }
      return
    default: return
    }
    listing.typedFilter = text
    listing.filter = FlowFilter(text)
    rearrange()
  }

  private mutating func stopTyping(keeping filter: FlowFilter) {
    listing.typedFilter = nil
    listing.filter = filter
    rearrange()
  }
}

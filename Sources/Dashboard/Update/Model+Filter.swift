import Canvas
import Diagnosis
import FlowModel

extension Model {
  /// Opens the line in which the filter is typed.
  mutating func startTyping() {
    listing.filterBefore = listing.filter
    listing.typedFilter = listing.filter.text
    listing.filterError = nil
  }

  /// Edits the filter line; each letter takes effect at once.
  ///
  /// While what stands there is no filter, the last one that was stays in force.
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
    case .enter, .tab:
      // The line stays until it is mended or dropped: another filter than it shows must not be kept.
      guard let filter = try? FlowFilter(typed: text) else { return }
      return stopTyping(keeping: filter)
    case .escape: return stopTyping(keeping: listing.filterBefore)
    case .up, .down, .pageUp, .pageDown:
      if let error = listing.filterError { say(error.sentence, .warning) }
      stopTyping(keeping: listing.filter)
      if let command = settings.keymap.command(for: key) { _ = perform(command) }
      return
    default: return
    }
    listing.typedFilter = text
    do throws(FilterError) {
      tryOut(try FlowFilter(typed: text))
      listing.filterError = nil
    } catch {
      listing.filterError = error
    }
  }

  /// Lists by a filter that is being typed.
  ///
  /// The beginning of a word of the language is text as long as nothing follows; where no row holds
  /// it, the word is waited for, so that the list does not vanish on the way to `port 443`.
  private mutating func tryOut(_ filter: FlowFilter) {
    let last = listing.filter
    listing.filter = filter
    rearrange()
    let isEmpty =
      view == .groups ? groups.totals.flows == 0 : listing.rows.count <= listing.pins.count
    if isEmpty, filter.mayBeUnfinished {
      listing.filter = last
      rearrange()
    }
  }

  private mutating func stopTyping(keeping filter: FlowFilter) {
    listing.typedFilter = nil
    listing.filterError = nil
    listing.filter = filter
    rearrange()
  }
}

import Canvas
import FlowModel

/// What the last minutes of a flow were like: its rates as a graph, its lanes in time.
extension PageText {
  /// How far back the graph goes; nanoseconds.
  private static let span: UInt64 = 120_000_000_000

  /// The rate of each direction over the last two minutes, both to one scale.
  mutating func writeGraph(_ record: FlowRecord, _ model: Model) {
    guard let trace = model.trace, trace.key == record.key else { return }
    let count = min(60, max(10, width - 30))
    let end = model.shown.time
    let orig = trace.columns(count, span: Self.span, end: end) { Self.mean($0.map(\.rates.orig)) }
    let reply = trace.columns(count, span: Self.span, end: end) { Self.mean($0.map(\.rates.reply)) }
    let peak = (orig + reply).compactMap { $0 }.max() ?? 0
    guard peak > 0 else { return }
    blank()
    let glyphs = model.settings.glyphs
    for (name, rates) in [("orig", orig), ("reply", reply)] {
      let bars = String(String.UnicodeScalarView(rates.map { glyphs.bar($0, peak) }))
      let top = rates.compactMap { $0 }.max() ?? 0
      let text = top > 0 ? " " + Quantity.rate(top, model.settings.units) : ""
      add(Span("  " + Self.padded(name, 11), .dim), Span(bars, .rate), Span(text, .dim))
    }
    let lanes = trace.columns(count, span: Self.span, end: end) { $0.last?.lane.letter }
    let letters = lanes.map { $0 ?? " " }.joined()
    add(Span("  " + Self.padded("lane", 11), .dim), Span(letters), Span(" now", .dim))
    let seconds = Self.span / 1_000_000_000
    let back = "\(seconds) s ago"
    let full = glyphs.bars.last.map { "\(Character($0)) = " } ?? ""
    let scale = full + Quantity.rate(peak, model.settings.units)
    let blanks = String(repeating: " ", count: max(1, count - back.count - scale.count))
    add(
      Span(String(repeating: " ", count: 13)), Span(back + blanks + scale, .dim))
  }

  private static func mean(_ rates: [Double?]) -> Double? {
    let known = rates.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  /// Every lane that it was in, the newest first, with how long it stayed.
  mutating func writeLanes(_ record: FlowRecord, _ model: Model) {
    section("Lane")
    let arrow = model.settings.glyphs.arrow
    var end =
      record.endedAt.map { model.shown.wallTime - min(model.shown.wallTime, model.shown.time - $0) }
      ?? model.shown.wallTime
    for (at, move) in record.moves.reversed().enumerated() {
      let clock = Clock(wallTime: move.wallTime, offset: model.settings.timeZoneOffset).text
      let stay = Quantity.span(seconds: (end - min(end, move.wallTime)) / 1_000_000_000)
      end = move.wallTime
      let text = move.from.map { "\($0.name) \(arrow) \(move.to.name)" }
      let ending = move.from != nil && move.isClosing ? ", as the connection closed" : ""
      let since = at == 0 && !record.hasEnded ? ", for \(stay) now" : ", for \(stay)"
      field(
        clock, (text ?? "first seen, \(move.to.name)") + ending + since,
        move.isFallBack ? .warning : .text)
    }
    if record.moves.first?.from != nil { paragraph("Older changes are no longer kept.", .dim) }
  }
}

extension Glyphs {
  /// The height of a rate below the highest of all; anything at all shows at least a step.
  func bar(_ rate: Double?, _ peak: Double) -> Unicode.Scalar {
    guard let rate, rate > 0, peak > 0 else { return bars[0] }
    let steps = Double(bars.count - 1)
    return bars[min(bars.count - 1, max(1, Int((rate / peak * steps).rounded(.up))))]
  }
}

import Canvas
import Diagnosis
import FlowModel

/// The sentence on the one slow flow that matters, in as many words as the line holds.
///
///     10.0.1.23 > 93.184.216.34:8443 takes 71 % of all traffic on the slow path: no-rule; w tells why
struct ElephantText {
  private let sentences: [String]
  private let glyphs: Glyphs

  init(_ elephant: Elephant, _ record: FlowRecord, _ model: Model) {
    glyphs = model.settings.glyphs
    let tuple = record.flow.orig
    var source = TextBuffer(reserving: 48)
    source.append(tuple.source, family: tuple.family)
    let ends = "\(source.string) > \(tuple.destinationText)"
    let place = model.moment.store.place(of: elephant.key)
    let label = place.flatMap { model.moment.reasons[$0]?.label } ?? ""
    // A `?` alone is no reason: why it is so is on the page.
    let reason = label == "?" || label.isEmpty ? "not told" : label
    let part = elephant.amount(model.settings)
    // Without a share of anything, the rate alone is told.
    let all =
      elephant.share == nil ? "" : elephant.isOfAll ? " of all traffic" : " of counted traffic"
    sentences = [
      "\(ends) takes \(part)\(all) on the slow path: \(reason); w tells why",
      "\(ends) takes \(part)\(all), slow: \(reason); w: why",
      "\(ends) takes \(part)\(all.isEmpty ? "" : " of traffic"), slow: \(reason); w: why",
      "\(ends) takes \(part), slow: \(reason); w: why",
      "\(part) to \(tuple.destinationText), slow: \(reason); w: why",
      "\(part) by one slow flow: \(reason); w: why",
    ]
  }

  func fitted(_ width: Int) -> String {
    sentences.first { Canvas.columns($0) <= width }
      ?? FlowTableView.fitted(sentences.last ?? "", width, glyphs)
  }
}

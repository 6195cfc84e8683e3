import Canvas
import FlowModel

/// Both tuples of a flow.
extension PageText {
  /// The tuples one above the other, the answer from right to left: NAT stands between the ends of it.
  ///
  ///     orig       192.168.1.23:51544 → 203.0.113.34:8443
  ///                ↓ source NAT
  ///     reply      198.51.100.2:51544 ← 203.0.113.34:8443
  ///
  /// Where a line cannot hold both ends, one below the other.
  mutating func writeTuples(_ flow: Flow, _ glyphs: Glyphs) {
    let near = (flow.orig.sourceText, flow.reply.destinationText)
    let far = (flow.orig.destinationText, flow.reply.sourceText)
    let left = max(near.0.count, near.1.count)
    let right = max(far.0.count, far.1.count)
    // ICMP: ids stand beside sources alone, so that the answer reads otherwise from right to left.
    if !flow.l4.isICMP, left + right + glyphs.arrow.count + 2 + Self.indent + 2 <= width {
      line("orig", near.0, glyphs.arrow, far.0, left)
      if flow.isTranslated { writeTranslation(flow, left + glyphs.arrow.count + 2, glyphs) }
      line("reply", near.1, glyphs.backArrow, far.1, left)
    } else {
      writeApart(flow, glyphs)
    }
    if flow.l4.isICMP { field("icmp", "type \(flow.orig.icmpType), code \(flow.orig.icmpCode)") }
    if let master = flow.extras?.master {
      field("master", "\(master.sourceText) \(glyphs.arrow) \(master.destinationText)")
    }
  }

  private static let indent = 13

  private mutating func line(
    _ name: String, _ near: String, _ arrow: String, _ far: String, _ width: Int
  ) {
    let blanks = String(repeating: " ", count: max(0, width - near.count))
    add(
      Span("  " + Self.padded(name, 11), .dim), Span(near + blanks), Span(" \(arrow) ", .dim),
      Span(far))
  }

  /// An arrow below each end that NAT changes.
  private mutating func writeTranslation(_ flow: Flow, _ far: Int, _ glyphs: Glyphs) {
    let arrow = String(Character(glyphs.downArrow))
    let source = flow.translation.contains { $0.side == .source } ? "\(arrow) source NAT" : ""
    let destination =
      flow.translation.contains { $0.side == .destination } ? "\(arrow) dest. NAT" : ""
    let blanks = String(repeating: " ", count: max(1, far - source.count))
    add(
      Span(String(repeating: " ", count: Self.indent)), Span(source, .key),
      Span(destination.isEmpty ? "" : blanks), Span(destination, .key))
  }

  private mutating func writeApart(_ flow: Flow, _ glyphs: Glyphs) {
    let arrow = " \(glyphs.arrow) "
    field("orig", flow.orig.sourceText + arrow + flow.orig.destinationText)
    field("reply", flow.reply.sourceText + arrow + flow.reply.destinationText)
    for part in flow.translation {
      switch part.side {
      case .source:
        field("source NAT", flow.orig.sourceText + arrow + flow.reply.inverted.sourceText)
      case .destination:
        field("dest. NAT", flow.orig.destinationText + arrow + flow.reply.inverted.destinationText)
      }
    }
  }
}

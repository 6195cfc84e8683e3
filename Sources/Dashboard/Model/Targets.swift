package import FlowModel

/// The flows that a question is about, by identity: fixed when the key was pressed.
package struct Targets: Sendable {
  package let keys: [FlowKey]
  /// The busiest of them as they were then, at most three; the only one where there is one.
  package let busiest: [FlowRecord]
  /// How they were chosen, as a phrase; nil for the selected flow alone.
  package let choice: String?
  /// The one that carries the operator's own session.
  package let own: FlowKey?

  /// The selected flow.
  init(_ record: FlowRecord, _ settings: Settings) {
    keys = [record.key]
    busiest = [record]
    choice = nil
    own = settings.isOwn(record.flow) ? record.key : nil
  }

  /// Several flows, in the order of the list; made as they are met, for there can be a million.
  init(_ records: some Sequence<FlowRecord>, by choice: String, _ settings: Settings) {
    self.choice = choice
    var keys: [FlowKey] = []
    var own: FlowKey?
    var busiest: [FlowRecord] = []
    for record in records {
      keys.append(record.key)
      if own == nil, settings.isOwn(record.flow) { own = record.key }
      // A short list kept in order.
      let at = busiest.firstIndex { Self.isBusier(record, $0) } ?? busiest.count
      if at < 3 { busiest.insert(record, at: at) }
      if busiest.count > 3 { busiest.removeLast() }
    }
    self.keys = keys
    self.own = own
    self.busiest = busiest
  }

  /// Whether it is the selected flow alone, so that Enter is answer enough.
  package var isOne: Bool { choice == nil }

  private static func isBusier(_ a: FlowRecord, _ b: FlowRecord) -> Bool {
    let rates = (a.rates.total ?? 0, b.rates.total ?? 0)
    return rates.0 != rates.1 ? rates.0 > rates.1 : (a.totalBytes ?? 0) > (b.totalBytes ?? 0)
  }
}

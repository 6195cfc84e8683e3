import FlowModel

/// The figures of one row of the list.
package struct SteadyRow: Sendable {
  private(set) var orig: SteadyRate
  private(set) var reply: SteadyRate
  private(set) var total: SteadyRate
  private(set) var bytes = SteadyAmount(tolerance: SteadyAmount.ofTotals)
  private(set) var packets = SteadyAmount(tolerance: SteadyAmount.ofTotals)

  init(_ record: FlowRecord) {
    orig = SteadyRate(record.rates.orig)
    reply = SteadyRate(record.rates.reply)
    total = SteadyRate(record.rates.total)
    takeAmounts(record)
  }

  mutating func take(_ record: FlowRecord) {
    orig.take(record.rates.orig)
    reply.take(record.rates.reply)
    total.take(record.rates.total)
    takeAmounts(record)
  }

  private mutating func takeAmounts(_ record: FlowRecord) {
    bytes.take(record.totalBytes)
    packets.take(record.totalPackets)
  }
}

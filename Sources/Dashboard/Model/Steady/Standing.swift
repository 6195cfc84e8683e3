import Diagnosis
import FlowModel

/// What rows are sorted by, in groups and amounts; only where that is a rate, which never stands still.
struct Standing {
  private let order: FlowOrder
  private let moment: Moment

  init?(_ order: FlowOrder, _ moment: Moment) {
    switch order.column {
    case .lane, .why, .l4, .zone, .mark, .state, .rate, .origRate, .replyRate: break
    case .source, .destination, .nat, .age, .timeout, .total, .packets: return nil
    }
    self.order = order
    self.moment = moment
  }

  func of(_ record: FlowRecord, _ place: Int, _ row: SteadyRow?) -> (group: UInt64, amount: Double)
  {
    let flow = record.flow
    let rates = record.rates
    let busy = (row.map { $0.total.shown } ?? rates.total) ?? 0
    switch order.column {
    case .rate: return amount(row.map { $0.total.shown } ?? rates.total)
    case .origRate: return amount(row.map { $0.orig.shown } ?? rates.orig)
    case .replyRate: return amount(row.map { $0.reply.shown } ?? rates.reply)
    case .lane:
      let isHeldBack = moment.reasons[place]?.rank(in: record.lane).isHeldBack == true
      return (isHeldBack ? 0 : UInt64(flow.lane.rawValue) + 1, busy)
    case .why:
      return (moment.reasons[place].map { UInt64($0.rank(in: record.lane).number) } ?? 256, busy)
    case .l4: return (UInt64(flow.l4.rawValue), busy)
    case .zone: return (UInt64(flow.zone.id), busy)
    case .mark: return (flow.mark.map(UInt64.init) ?? .max, busy)
    default:
      return (
        flow.state.map { UInt64($0.l4.rawValue) << 8 | UInt64($0.rawValue) } ?? .max, busy
      )
    }
  }

  /// What is not known stands last; the smallest on top is the largest of what is turned over.
  private func amount(_ rate: Double?) -> (group: UInt64, amount: Double) {
    guard let rate else { return (1, 0) }
    return (0, order.descending ? rate : rate > 0 ? 1 / rate : .infinity)
  }
}

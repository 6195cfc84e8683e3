import Canvas
import FlowModel

/// What the events view says of flows that no poll saw, and of why that is not all there is to say.
struct ShortLivedText {
  let text: String
  let role: Role
  /// One clause about what is not counted; nil where nothing is amiss.
  private(set) var note: String?

  /// nil where nobody listens.
  init?(_ watch: EventWatch, _ counts: EventCounts, _ units: Units) {
    let flows = counts.shortLived.flows
    switch watch {
    case .off: return nil
    case .listening:
      if counts.lost > 0 {
        note = "some lost (ENOBUFS); polls heal"
      } else if counts.malformed > 0 {
        note = "\(Quantity.count(counts.malformed)) could not be read"
      }
    case .tooMany(let rate, let pause):
      note = "over \(Quantity.count(rate))/s: off for \(pause) s"
    case .failed(let sentence): note = sentence
    }
    if watch != .listening, flows == 0 {
      (text, role) = ("not counted", .dim)
    } else {
      text = Self.words(counts.shortLived, isLeast: note != nil, units)
      role = flows > 0 ? .text : .dim
    }
  }

  /// `12 flows, 3.4 kB`; without bytes where the kernel counted none.
  private static func words(_ all: ShortLived, isLeast: Bool, _ units: Units) -> String {
    var text = isLeast ? "at least " : ""
    text += "\(Quantity.count(all.flows)) \(all.flows == 1 ? "flow" : "flows")"
    if all.counted > 0 {
      text += all.counted == all.flows ? ", " : ", more than "
      text += Quantity.bytes(all.bytes, units)
    }
    return text
  }
}

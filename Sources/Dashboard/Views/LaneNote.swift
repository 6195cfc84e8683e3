import Canvas
import Diagnosis
import FlowModel

/// What a lane's line says beside its figures: what is not known, why its flows are not faster.
struct LaneNote {
  struct Piece {
    let text: String
    let role: Role
  }

  /// The most urgent first.
  private(set) var pieces: [Piece] = []

  init(_ lane: Lane, _ model: Model) {
    let moment = model.moment
    let total = moment.store.totals[lane]
    if lane == .slow {
      if let elephant = model.shownElephant {
        add("\(RowMarks.elephant) 1 flow \(elephant.amount(model.settings))", .danger)
      }
      let failed = moment.failed.keys.count
      if failed > 0 {
        let sign = moment.failed.isAtLeast ? "+" : ""
        add("\(Quantity.count(failed))\(sign) failed to offload", .warning)
      }
    }
    if lane != .slow && total.unknown > 0 {
      add(
        total.unknown == total.flows
          ? "rates unknown" : "\(Quantity.count(total.unknown)) uncounted", .warning)
    }
    for (code, flows) in model.steadyFigures?.reasons(lane) ?? moment.reasons.sums(lane) {
      add("\(Quantity.count(flows)) \(code.rawValue)", code.canBeMended ? .warning : .dim)
    }
    // Those that fell back left the faster lanes: it is told beside them.
    if lane == .hardware, moment.store.history.fellBack > 0 {
      add("\(Quantity.count(moment.store.history.fellBack)) fell back", .warning)
    }
  }

  private mutating func add(_ text: String, _ role: Role) {
    pieces.append(Piece(text: text, role: role))
  }

  /// Blanks between two pieces.
  private static let gap = 2

  /// As many pieces as fit, whole, and a sign where there are more; of the first at least its
  /// beginning.
  func draw(x: Int, y: Int, width: Int, _ glyphs: Glyphs, on canvas: inout Canvas) {
    var used = 0
    for piece in pieces {
      let columns = Canvas.columns(piece.text)
      let start = used == 0 ? 0 : used + Self.gap
      if start + columns > width && used > 0 {
        let sign = String(Character(glyphs.ellipsis))
        canvas.put(sign, x: x + used + 1, y: y, role: .dim, limit: width - used - 1)
        return
      }
      let text = FlowTableView.fitted(piece.text, width, glyphs)
      used = start + canvas.put(text, x: x + start, y: y, role: piece.role, limit: width - start)
    }
  }
}

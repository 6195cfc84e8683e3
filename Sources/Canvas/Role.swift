/// What a cell means.
///
/// A theme gives each role its colours; views never name a colour.
package enum Role: UInt8, CaseIterable, Sendable {
  case text
  case dim
  case title
  case header
  case sorted
  case selected
  case tagged
  case laneSlow
  case laneSoftware
  case laneHardware
  case rate
  case good
  case warning
  case problem
  case ended
  case key
  case notice
  case dialog
  case dialogTitle
  case danger
  case input

  /// The name of the role in a theme file.
  package var name: String {
    switch self {
    case .text: "text"
    case .dim: "dim"
    case .title: "title"
    case .header: "header"
    case .sorted: "header.sorted"
    case .selected: "selected"
    case .tagged: "tagged"
    case .laneSlow: "lane.slow"
    case .laneSoftware: "lane.software"
    case .laneHardware: "lane.hardware"
    case .rate: "rate"
    case .good: "good"
    case .warning: "warning"
    case .problem: "problem"
    case .ended: "ended"
    case .key: "key"
    case .notice: "notice"
    case .dialog: "dialog"
    case .dialogTitle: "dialog.title"
    case .danger: "danger"
    case .input: "input"
    }
  }
}

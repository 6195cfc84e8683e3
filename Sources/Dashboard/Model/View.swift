/// What fills the screen below the header: the number keys and Tab go from one to the other.
package enum View: Int, CaseIterable, Sendable {
  case flows = 1
  case groups
  case flowtables
  case events
  case pins
  case doctor

  /// Its name in the header.
  package var name: String {
    switch self {
    case .flows: "flows"
    case .groups: "groups"
    case .flowtables: "flowtables"
    case .events: "events"
    case .pins: "pins"
    case .doctor: "doctor"
    }
  }

  /// The page that it is; nil for those that are lists below the lanes.
  var page: Page.Content? {
    switch self {
    case .flowtables: .flowtables
    case .doctor: .doctor
    case .flows, .groups, .events, .pins: nil
    }
  }
}

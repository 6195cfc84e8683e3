package import Canvas
package import FlowModel

/// What the operator wants whenever he starts the program: the defaults, then the configuration
/// files, the machine's before his own, then the command line.
///
/// A value: files are read elsewhere.
package struct Configuration: Sendable, Equatable {
  /// Which names stand in the place of addresses and ports.
  package enum Names: String, CaseIterable, Sendable {
    case off
    /// The hosts file's and the services file's.
    case local
    /// Those, and what the name server of this machine says.
    case dns
  }

  package var interval = Interval.second
  /// The most of a processor core that polling may take, in percent; 0 for no limit.
  package var cpu = 10
  package static let cpuRange = 0...100
  /// Whether the kernel is asked to tell of each flow that ends.
  package var watchesEvents = true
  package var theme = "default"
  package var color = ColorChoice.auto
  package var isASCII = false
  package var isReadOnly = false
  package var filter = FlowFilter.all
  package var units = Units()
  /// The columns behind the lane, left to right; empty: what the width has room for.
  package var columns: [ColumnChoice] = []
  package var order = FlowOrder.glance
  package var usesMouse = false
  package var names = Names.off
  package var hosts = "/etc/hosts"
  package var isPrivate = false
  /// The file to append actions to; empty: none.
  package var log = ""
  package var keymap = Keymap.standard

  package init() {}
}

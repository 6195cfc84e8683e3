import ArgumentParser
import Dashboard
import FlowModel

/// The options of the dashboard alone.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The columns behind the lane, in order: proto,source,destination,rate,total,why ...",
      valueName: "columns"))
  var columns: String?

  @Option(
    help: ArgumentHelp("Sort by a column: rate, or `age ascending`.", valueName: "order"))
  var order: String?

  @Option(
    help: ArgumentHelp(
      "The most of a processor core that polling may take; 0: no limit.", valueName: "percent"))
  var cpu: Int?

  @Flag(
    inversion: .prefixedNo,
    help: "Have the kernel tell of each flow that ends, to count those between two polls.")
  var events: Bool?

  @Option(
    help: ArgumentHelp(
      "Append each action to a file: time, user, action, flow, result.", valueName: "file"))
  var log: String?

  @Option(
    help: ArgumentHelp(
      "Write what each poll cost to a file, for the benchmark.", valueName: "file",
      visibility: .hidden))
  var pollLog: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Take the mouse: wheel, click on a row or a title. The terminal selects text without.")
  var mouse: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "Show other addresses in the place of the real ones, for screenshots.")
  var privacy: Bool?

  @Option(
    help: ArgumentHelp(
      "Names for addresses and ports: off, local (hosts and services files), dns.",
      valueName: "names"))
  var names: Configuration.Names?

  /// Lays these options over a configuration.
  nonisolated func apply(to configuration: inout Configuration) throws {
    do throws(ColumnChoice.Failure) {
      if let columns { configuration.columns = try ColumnChoice.list(columns) }
    } catch {
      throw CommandFailure(error.sentence, status: 64)
    }
    if let cpu {
      guard Configuration.cpuRange.contains(cpu) else {
        throw CommandFailure("--cpu takes a percentage from 0 to 100", status: 64)
      }
      configuration.cpu = cpu
    }
    if let events { configuration.watchesEvents = events }
    if let privacy { configuration.isPrivate = privacy }
    if let names { configuration.names = names }
    if let mouse { configuration.usesMouse = mouse }
    if let log { configuration.log = log }
    if let order {
      guard let wanted = FlowOrder(words: order) else {
        throw CommandFailure(
          "--order takes lane or a column, and ascending or descending behind it", status: 64)
      }
      configuration.order = wanted
    }
  }
}

/// The values of `--names`.
nonisolated extension Configuration.Names: ExpressibleByArgument {}

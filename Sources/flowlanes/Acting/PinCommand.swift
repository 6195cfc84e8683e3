import ArgumentParser
import FlowModel
import Glibc
import Netfilter

/// Holds flows in a lane: `flowlanes pin FILTER --to slow|fast`.
struct PinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Holds flows on the slow path, or on the fast one; connections go on.",
    discussion: """
      To slow: the entry is replaced in place by one that the kernel never offloads. To fast: a table of \
      our own, inet flowlanes, offloads what your rules accepted. A pin ends with its flow or with \
      flowlanes unpin; with --for, flowlanes stays in the foreground and ends it when its time is over, or \
      at ^C. Ends with 2 when some flows could not be pinned.
      """)

  @Argument(help: "Which flows: tcp port 443, or any text; see flowlanes list --help.")
  var filter: [String]

  @Option(help: "The lane.")
  var to: LanePin.Lane

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("For how long: 90s, 10m, 1h, 7d at the most.", valueName: "time"))
  var time: PinTime?

  @OptionGroup var options: ActionOptions

  func run() throws {
    // Before anything is done: ^C shall end the pin, not leave it.
    let signals = time == nil || options.dryRun ? nil : EndSignals()
    let until = time.map { Clock.wall() + $0.nanoseconds }
    let action = FlowAction.pin(to, until: until)
    let targets = try ActionTargets(filter, options)
    let results = try ActionRun(action: action, options: options).run(targets)
    defer { ActionRun.end(results) }
    guard let signals, let until, results.contains(where: { $0.outcome.why == nil }) else {
      return
    }
    _ = signals.came(within: .nanoseconds(Int64(clamping: until - min(until, Clock.wall()))))
    let pinned = results.compactMap { result in
      if case .done(let flow?) = result.outcome { flow } else { nil }
    }
    let request = ActionRequest(.unpin, pinned, machine: targets.snapshot.machine)
    var report = ActionReport(.unpin, json: options.json)
    for result in Blocking.wait({ await FlowController().perform(request) }) {
      report.write(result)
    }
    report.finish()
  }
}

nonisolated extension LanePin.Lane: ExpressibleByArgument {}

/// How long a pin holds, as it is written on the command line: `90s`, `10m`, `1h`, `7d`.
nonisolated struct PinTime: ExpressibleByArgument, Hashable {
  let seconds: UInt64

  var nanoseconds: UInt64 { seconds * 1_000_000_000 }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let units: [Substring: UInt64] = ["": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard digits.count < 9, let number = UInt64(digits), number > 0,
      let unit = units[argument[digits.endIndex...]], number * unit <= LanePins.longest
    else { return nil }
    seconds = number * unit
  }
}

import ArgumentParser
import Dashboard
import FlowModel
import Netfilter

/// Ends pins: `flowlanes unpin FILTER`, `flowlanes unpin --all`.
struct UnpinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpin",
    abstract: "Ends pins; connections go on, and your rules decide again.",
    discussion: """
      Takes away what no pin needs any more: our table, our helper. With --all the machine is as if \
      flowlanes had never pinned anything.
      """)

  @Argument(help: "Which flows: tcp port 443, or any text; see flowlanes list --help.")
  var filter: [String] = []

  @Flag(help: "Every pin there is.")
  var all = false

  @OptionGroup var options: ActionOptions

  func validate() throws {
    if all == !filter.isEmpty {
      throw ValidationError("unpin takes either a filter or --all.")
    }
  }

  func run() throws {
    var targets = try ActionTargets(filter, options, mayBeAll: all)
    let pins = targets.pins
    targets.keep { pins.pin(of: $0) != nil }
    if try targets.flows.isEmpty && all && !options.dryRun && !options.settled().isReadOnly {
      // What a crash left behind goes all the same.
      try Leftovers.tidy(targets.snapshot.machine)
      var report = ActionReport(.unpin, json: options.json)
      return report.finish()
    }
    ActionRun.end(try ActionRun(action: .unpin, options: options).run(targets))
  }
}

/// What pins left behind whose flows are gone.
nonisolated enum Leftovers {
  static func tidy(_ machine: Machine) throws(CommandFailure) {
    let error = Blocking.wait { () -> KernelError? in
      do throws(KernelError) {
        _ = try await FlowController().tidy(machine)
        return nil
      } catch {
        return error
      }
    }
    if let error { throw CommandFailure(error) }
  }
}

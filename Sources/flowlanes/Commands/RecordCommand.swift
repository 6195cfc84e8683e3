import ArgumentParser
import Dashboard
import FlowModel
import Glibc
import Netfilter
import Recording

/// The command `flowlanes record FILE`.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Writes what the kernel says as a pcapng of netlink messages.",
    discussion: "Wireshark and tshark open it, flowlanes replay plays it. Ends with ^C.")

  @Argument(help: "The file to write; - is standard output.")
  var file: String

  @OptionGroup var options: CommonOptions

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("End by itself after this time: 30s, 10m.", valueName: "time"))
  var length: Interval?

  func validate() throws {
    if options.replay != nil || options.filter != nil || options.json {
      throw ValidationError("record takes no --replay, --filter or --json: it writes what came.")
    }
  }

  func run() throws {
    let interval = try options.settledForPrinting().interval
    let source = try KernelAccess.open(netns: options.netns)
    let output = try RecordingOutput(file)
    let recording = KernelRecording(source)
    let signals = EndSignals()
    signal(SIGPIPE, SIG_IGN)
    let start = ContinuousClock.now
    while true {
      let began = ContinuousClock.now
      guard try output.write(Self.poll(recording), unless: { signals.came() }) else { return }
      let now = ContinuousClock.now
      if let length, now - start >= length.duration { return }
      // At least as long as it took is left to others.
      if signals.came(within: max(interval.duration - (now - began), now - began)) {
        return
      }
    }
  }

  private static func poll(_ recording: KernelRecording) throws(CommandFailure) -> [UInt8] {
    do throws(KernelError) { return try recording.poll() } catch { throw CommandFailure(error) }
  }
}

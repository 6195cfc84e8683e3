import ArgumentParser
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

  func run() throws {
    let source = try KernelAccess.open(netns: options.netns)
    let output = try RecordingOutput(file)
    let recording = KernelRecording(source)
    // The signal's handler may only set a flag; the poll that runs is still written whole.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { _ in recordingMustEnd = 1 } }
    signal(SIGPIPE, SIG_IGN)
    let start = ContinuousClock.now
    while recordingMustEnd == 0 {
      let began = ContinuousClock.now
      guard try output.write(Self.poll(recording)) else { return }
      if let length, ContinuousClock.now - start >= length.duration { break }
      let took = ContinuousClock.now - began
      Pause.sleep(max(options.interval.duration - took, took)) { recordingMustEnd == 0 }
    }
  }

  private static func poll(_ recording: KernelRecording) throws(CommandFailure) -> [UInt8] {
    do throws(KernelError) { return try recording.poll() } catch { throw CommandFailure(error) }
  }
}

/// Set by a signal: the recording ends after the poll that runs.
nonisolated(unsafe) private var recordingMustEnd: sig_atomic_t = 0

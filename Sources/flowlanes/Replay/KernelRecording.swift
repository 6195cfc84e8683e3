import FlowModel
import Netfilter
import NetlinkWire
import Recording

/// Polls the kernel and turns what it said into the bytes of a recording.
nonisolated final class KernelRecording: PollTap {
  private let source: KernelSource
  private var recorder = Recorder()

  init(_ source: KernelSource) {
    self.source = source
    source.tap = self
  }

  /// Polls once, and gives the bytes to append to the file.
  func poll() throws(KernelError) -> [UInt8] {
    _ = try source.poll()
    return recorder.drain()
  }

  func beginPoll(machine: Machine, at wallTime: UInt64) {
    recorder.beginPoll(machine: machine, at: wallTime)
  }

  func take(
    _ datagram: RawSpan, answering request: Request, sequence: UInt32, at wallTime: UInt64
  ) {
    recorder.take(datagram, answering: request, sequence: sequence, at: wallTime)
  }

  func note(textsOf rules: [Ruleset.Rule]) { recorder.note(textsOf: rules) }

  func endPoll(at wallTime: UInt64) { recorder.endPoll(at: wallTime) }
}

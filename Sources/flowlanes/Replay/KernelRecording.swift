import FlowModel
import Netfilter
import NetlinkWire
import Recording

/// Polls the kernel and turns what it said into the bytes of a recording.
nonisolated final class KernelRecording {
  private let source: KernelSource
  private var recorder = Recorder()
  /// The datagrams of the poll that runs, kept until its moment and machine are known.
  private var heard: [(request: Request, sequence: UInt32, bytes: [UInt8])] = []

  init(_ source: KernelSource) {
    self.source = source
    source.tap = { [unowned self] request, sequence, datagram in
      heard.append((request, sequence, datagram.copy()))
    }
  }

  /// Polls once, and gives the bytes to append to the file.
  func poll() throws(KernelError) -> [UInt8] {
    heard.removeAll(keepingCapacity: true)
    let snapshot = try source.poll()
    recorder.beginPoll(machine: snapshot.machine, at: snapshot.wallTime - snapshot.duration)
    for part in heard {
      recorder.take(
        part.bytes.span.bytes, answering: part.request, sequence: part.sequence,
        at: snapshot.wallTime)
    }
    recorder.endPoll(at: snapshot.wallTime)
    return recorder.drain()
  }
}

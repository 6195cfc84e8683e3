import Dispatch
import FlowModel
import NetlinkWire

/// Decodes a dump on another thread while more of it is received: the kernel needs the receiving one.
///
/// Worth it for many flows; of few, handing them over takes longer than decoding them.
final class OverlappedDump {
  /// From how many entries on.
  static let least: UInt32 = 20_000

  private let ring = DatagramRing()
  private let queue = DispatchQueue(label: "flowlanes.decoder")

  /// Asks for the flows; `deliver` gets them in batches, on the decoding thread.
  ///
  /// Returns when all are delivered: with what the dump came to and, where it broke off, why.
  func run(
    on socket: borrowing NetlinkSocket, sequence: UInt32, batch: Int,
    _ deliver: (FlowBatch) -> Void
  ) -> (BatchDump, KernelError?) {
    do throws(KernelError) {
      try socket.send(Request.flows.bytes(sequence: sequence), for: .dumpFlows)
    } catch {
      return (BatchDump(expecting: sequence, capacity: 0), error)
    }
    return withoutActuallyEscaping(deliver) { deliver in
      let decoding = Decoding(sequence, batch, deliver)
      let done = DispatchGroup()
      queue.async(group: done) { [ring] in decoding.decode(ring) }
      var failure: KernelError?
      do throws(KernelError) {
        try ring.fill { room throws(KernelError) in
          let octets = try socket.receive(into: room, for: .dumpFlows)
          let bytes = UnsafeRawBufferPointer(rebasing: room[..<octets]).bytes
          return (octets, !MessageCursor.endsDump(bytes, sequence: sequence))
        }
      } catch {
        failure = error
      }
      done.wait()
      return (decoding.dump, decoding.failure ?? failure)
    }
  }

  /// What the decoding thread does; it alone touches this until it is done.
  private final class Decoding: @unchecked Sendable {
    var dump: BatchDump
    var failure: KernelError?
    private let batch: Int
    private let deliver: (FlowBatch) -> Void

    init(_ sequence: UInt32, _ batch: Int, _ deliver: @escaping (FlowBatch) -> Void) {
      dump = BatchDump(expecting: sequence, capacity: batch + batch / 4)
      self.batch = batch
      self.deliver = deliver
    }

    func decode(_ ring: DatagramRing) {
      ring.empty { datagram in
        do throws(NetlinkFailure) {
          _ = try dump.consume(datagram)
        } catch {
          failure = failure ?? KernelError(.dumpFlows, error)
        }
        if let flows = dump.takeBatch(of: batch) { deliver(flows) }
      }
      if let flows = dump.takeBatch() { deliver(flows) }
    }
  }
}

package import FlowModel
import Glibc
import NetlinkWire

/// Flushes single flows, over a socket of its own, so that it never waits for a dump.
///
/// An actor on its own queue: a kernel that takes its time holds nobody else up.
package actor FlowDeleter {
  private let executor = QueueExecutor(label: "flowlanes.deleter")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var sequence: UInt32 = 0

  package init() {}

  /// Deletes the one entry that has this flow's original tuple, zone and id.
  package func delete(_ flow: Flow) -> Deletion {
    do throws(KernelError) {
      sequence &+= 1
      let request = try DeleteRequest(for: flow, sequence: sequence)
      // A socket for each: deletes are rare, and none finds the answer to another.
      let socket = try NetlinkSocket(.netfilter)
      try socket.send(request.bytes, for: .deleteFlow)
      return try answer(on: socket)
    } catch {
      return .failed(error)
    }
  }

  private func answer(on socket: borrowing NetlinkSocket) throws(KernelError) -> Deletion {
    while true {
      let sequence = sequence
      let answer = try socket.receive(for: .deleteFlow) { datagram throws(KernelError) in
        try Self.answer(to: sequence, in: datagram)
      }
      switch answer?.errno {
      case nil: continue
      case 0: return .deleted
      case ENOENT: return .alreadyGone
      case .some(let number):
        throw KernelError(.deleteFlow, errno: number, message: answer?.message)
      }
    }
  }

  private static func answer(
    to sequence: UInt32, in datagram: RawSpan
  ) throws(KernelError) -> NetlinkAnswer? {
    do throws(DecodeError) {
      var cursor = MessageCursor()
      while let message = try cursor.next(in: datagram) {
        guard message.type == MessageType.error, message.sequence == sequence else { continue }
        return try NetlinkAnswer(decoding: datagram, message)
      }
      return nil
    } catch {
      throw KernelError(.deleteFlow, .malformed(error.description))
    }
  }
}

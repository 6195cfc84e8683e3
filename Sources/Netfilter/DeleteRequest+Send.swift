import Glibc
import NetlinkWire

extension DeleteRequest {
  /// Sends the request, in the namespace of the calling thread, and waits for the answer.
  package func send() throws(KernelError) -> Deletion {
    // A socket for each: deletes are rare, and none then finds the answer to another.
    let socket = try NetlinkSocket(.netfilter)
    try socket.send(bytes, for: .deleteFlow)
    while true {
      let answer = try socket.receive(for: .deleteFlow) { datagram throws(KernelError) in
        try self.answer(in: datagram)
      }
      guard let answer else { continue }
      switch answer.errno {
      case 0: return .deleted
      case ENOENT: return .alreadyGone
      default: throw KernelError(.deleteFlow, errno: answer.errno, message: answer.message)
      }
    }
  }

  /// The answer to this request, or nil when the datagram holds none.
  private func answer(in datagram: RawSpan) throws(KernelError) -> NetlinkAnswer? {
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

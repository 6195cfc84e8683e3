import Glibc
import NetlinkWire

extension NetlinkSocket {
  /// Sends messages in one datagram, each with `NLM_F_ACK`, and waits for the kernel's answer to each.
  ///
  /// The kernel takes them one after the other, and goes on after one that it refuses.
  ///
  /// - Parameters:
  ///   - messages: whole messages; message i of them has the sequence number `first` + i.
  ///   - count: how many there are.
  /// - Returns: the answers in the order of the messages; errno 0 is success.
  /// - Throws: where an answer is lost or late; what was done then is not known, and the socket is good
  ///   for nothing more.
  func transact(
    _ messages: [UInt8], first: UInt32, count: Int, for operation: KernelError.Operation
  ) throws(KernelError) -> [NetlinkAnswer] {
    var answers = [NetlinkAnswer?](repeating: nil, count: count)
    var missing = count
    try send(messages, for: operation)
    while missing > 0 {
      try receive(for: operation) { datagram throws(KernelError) in
        do throws(DecodeError) {
          var cursor = MessageCursor()
          while let message = try cursor.next(in: datagram) {
            let place = Int(message.sequence &- first)
            guard message.type == MessageType.error, answers.indices.contains(place),
              answers[place] == nil
            else { continue }
            answers[place] = try NetlinkAnswer(decoding: datagram, message)
            missing -= 1
          }
        } catch {
          throw KernelError(operation, .malformed(error.description))
        }
      }
    }
    return answers.compactMap(\.self)
  }

  /// Takes `count` sequence numbers in a row, and returns the first.
  mutating func nextSequences(_ count: Int) -> UInt32 {
    let first = nextSequence()
    for _ in 1..<max(1, count) { _ = nextSequence() }
    return first
  }
}

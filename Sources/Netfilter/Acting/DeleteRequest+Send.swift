import Glibc
import NetlinkWire

extension DeleteRequest {
  /// Sends the request, in the namespace of the calling thread, and waits for the answer.
  package func send() throws(KernelError) -> Deletion {
    let socket = try NetlinkSocket(.netfilter)
    let answers = try socket.transact(bytes, first: sequence, count: 1, for: .deleteFlow)
    return try Deletion(answers[0])
  }
}

extension Deletion {
  init(_ answer: NetlinkAnswer) throws(KernelError) {
    switch answer.errno {
    case 0: self = .deleted
    case ENOENT: self = .alreadyGone
    default: throw KernelError(.deleteFlow, errno: answer.errno, message: answer.message)
    }
  }
}

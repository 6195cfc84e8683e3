import Glibc

@testable import Netfilter

extension DeleteRequest {
  /// Sends the request, in the namespace of the calling thread, and waits for the answer.
  func send() throws(KernelError) -> Deletion {
    let socket = try NetlinkSocket(.netfilter)
    let answers = try socket.transact(bytes, first: sequence, count: 1, for: .deleteFlow)
    return try Deletion(answers[0])
  }
}

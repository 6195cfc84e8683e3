package import NetlinkWire
import Glibc

extension NetlinkSocket {
  /// Sends a request, and lends each datagram of the answer to `consume` until it says true.
  ///
  /// After an error the rest of the answer may still be on its way: open another socket.
  package func ask(
    _ request: Request, sequence: UInt32, for operation: KernelError.Operation,
    _ consume: (RawSpan) throws(NetlinkFailure) -> Bool
  ) throws(KernelError) {
    try send(request.bytes(sequence: sequence), for: operation)
    var isComplete = false
    while !isComplete {
      isComplete = try receive(for: operation) { datagram throws(KernelError) in
        do throws(NetlinkFailure) {
          return try consume(datagram)
        } catch {
          throw KernelError(operation, error)
        }
      }
    }
  }
}

extension KernelError {
  init(_ operation: Operation, _ failure: NetlinkFailure) {
    switch failure {
    case .refused(let answer):
      self.init(operation, errno: answer.errno, message: answer.message)
    // NLMSG_OVERRUN says in a message what ENOBUFS says in a call.
    case .overrun: self.init(operation, errno: ENOBUFS)
    }
  }
}

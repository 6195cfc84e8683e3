package import FlowModel
import NetlinkWire

/// The devices of a network namespace, asked for once.
package enum LinkReader {
  /// Reads every device of the namespace of this thread; needs no privilege.
  package static func read() throws(KernelError) -> [Link] {
    var socket = try NetlinkSocket(.route)
    let sequence = socket.nextSequence()
    var dump = Dump<Link>(expecting: sequence)
    try socket.ask(.links, sequence: sequence, for: .dumpLinks) {
      datagram throws(NetlinkFailure) in try dump.consume(datagram)
    }
    return dump.items
  }
}

import CMnl
import CNetfilterConntrack
package import FlowModel
import Glibc
import NetlinkWire

/// A message that deletes exactly one conntrack entry: `IPCTNL_MSG_CT_DELETE`.
///
/// The kernel takes a delete without a tuple for "empty the table". So the one way to make a
/// request is from a flow, and the finished bytes are read back, by our own cursor, before they
/// can be sent: without the flow's own tuple and id in them there is no request.
package struct DeleteRequest: Sendable {
  /// The message, ready to be sent.
  package let bytes: [UInt8]
  let sequence: UInt32

  /// Builds the request for the entry with this flow's original tuple, zone and id.
  package init(for flow: Flow, sequence: UInt32) throws(KernelError) {
    guard EntryBuilder.isSafeToBuild(flow.orig) else {
      throw KernelError(.deleteFlow, .refused("conntrack knows no such ICMP type"))
    }
    let bytes = Self.build(flow, sequence: sequence)
    guard DeleteProof.holds(for: flow, in: bytes) else {
      throw KernelError(.deleteFlow, .refused("the request would not name the flow"))
    }
    self.bytes = bytes
    self.sequence = sequence
  }

  /// The finished message, or nothing at all where the library could not make one.
  private static func build(_ flow: Flow, sequence: UInt32) -> [UInt8] {
    guard let entry = EntryBuilder() else { return [] }
    entry.set(orig: flow.orig)
    entry.set(flow.zone, withReply: false)
    return entry.message(
      type: MessageType.flowGone, flags: MessageFlag.request | MessageFlag.acknowledge,
      sequence: sequence, family: flow.orig.family
    ) {
      // The library leaves the id out. It goes back as it came.
      mnl_attr_put_u32($0, UInt16(CTA_ID.rawValue), flow.id.bigEndian)
    }
  }
}

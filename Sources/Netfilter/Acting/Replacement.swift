import CMnl
import CNetfilterConntrack
package import FlowModel
import Glibc
import NetlinkWire

/// Two messages that put an equal entry in the place of one: `IPCTNL_MSG_CT_DELETE` by tuple and id, and
/// `IPCTNL_MSG_CT_NEW` with `CREATE|EXCL`, sent together.
///
/// The kernel works through them in microseconds, so that the connection goes on, with
/// `nf_conntrack_tcp_loose` 0 too. The new entry has the tuples, translation, zone, mark, labels and
/// timeout of the old one; counters, id and the age begin anew.
package struct Replacement: Sendable {
  /// What the new entry is held on the slow path by.
  package enum Bond: Hashable, Sendable {
    case none
    /// `CTA_HELP`: the name of a registered helper.
    case helper(String)
    /// `CTA_SEQ_ADJ_ORIG` and `_REPLY`, all zero: sets `IPS_SEQ_ADJUST`, changes no packet.
    ///
    /// For TCP alone: of a UDP datagram the kernel would take the payload for a TCP header.
    case sequenceAdjustment
  }

  /// How the new entry shall be.
  package let flow: Flow
  package let bond: Bond
  /// Seconds until the new entry expires, unless a packet comes.
  private let timeout: UInt32

  /// - Parameters:
  ///   - flow: the entry as it was when its connection was last left alone.
  ///   - machine: knows the timeouts that the kernel does not tell of an offloaded entry.
  package init(of flow: Flow, _ bond: Bond, on machine: Machine) {
    self.flow = flow
    self.bond = bond
    let (name, usual) =
      flow.l4 == .tcp
      ? ("nf_conntrack_tcp_timeout_established", 432_000) : ("nf_conntrack_udp_timeout_stream", 120)
    let known = flow.timeout.map(Int.init) ?? machine.setting(name) ?? usual
    // An entry that is just about to expire shall live until its next packet is seen.
    timeout = UInt32(clamping: max(30, known))
  }

  /// The delete of an entry with the same tuple, and then the new one.
  ///
  /// - Parameters:
  ///   - current: the entry that is there now; its id goes back as it came.
  ///   - sequence: of the delete; the new entry's is the next.
  package func messages(replacing current: Flow, sequence: UInt32) throws(KernelError) -> [UInt8] {
    let delete = try DeleteRequest(for: current, sequence: sequence)
    return delete.bytes + (try creation(sequence: sequence &+ 1))
  }

  /// The new entry alone.
  package func creation(sequence: UInt32) throws(KernelError) -> [UInt8] {
    guard flow.l4 == .tcp || flow.l4 == .udp, let entry = EntryBuilder() else {
      throw KernelError(.replaceFlow, .refused("only TCP and UDP entries can be made"))
    }
    entry.set(orig: flow.orig)
    // What the kernel makes the reply tuple of, before it translates.
    entry.set(reply: flow.orig.inverted)
    for translation in flow.translation { entry.set(translation, flow.orig.family) }
    entry.set(flow.zone, withReply: true)
    entry.set(mark: flow.mark ?? 0)
    entry.set(timeout: timeout)
    // An offloaded UDP flow may have been answered on the fast path alone.
    entry.set([
      .confirmed, .seenReply, flow.l4 == .tcp ? .assured : flow.status.intersection(.assured),
    ])
    if flow.l4 == .tcp { entry.setEstablishedTCP() }
    if case .helper(let name) = bond { entry.set(helper: name) }
    let bytes = entry.message(
      type: MessageType.flow,
      flags: MessageFlag.request | MessageFlag.acknowledge | MessageFlag.create
        | MessageFlag.exclusive,
      sequence: sequence, family: flow.orig.family
    ) { header in
      if let labels = flow.extras?.labels {
        mnl_attr_put(header, UInt16(CTA_LABELS.rawValue), labels.count, labels)
      }
      if bond == .sequenceAdjustment {
        Self.putEmptyAdjustment(header, UInt16(CTA_NAT_SEQ_ADJ_ORIG.rawValue))
        Self.putEmptyAdjustment(header, UInt16(CTA_NAT_SEQ_ADJ_REPLY.rawValue))
      }
    }
    guard !bytes.isEmpty else {
      throw KernelError(.replaceFlow, .refused("the entry could not be built"))
    }
    return bytes
  }

  /// `CTA_SEQADJ_CORRECTION_POS`, `_OFFSET_BEFORE` and `_OFFSET_AFTER`, which are 1 to 3.
  private static func putEmptyAdjustment(
    _ header: UnsafeMutablePointer<nlmsghdr>, _ type: UInt16
  ) {
    guard let nest = mnl_attr_nest_start(header, type) else { return }
    for part: UInt16 in 1...3 { mnl_attr_put_u32(header, part, 0) }
    mnl_attr_nest_end(header, nest)
  }
}

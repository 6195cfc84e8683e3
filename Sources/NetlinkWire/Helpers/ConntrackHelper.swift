package import FlowModel

/// A connection tracking helper in user space: `NFNL_MSG_CTHELPER_NEW`, nfct-helper(8).
///
/// The kernel keeps one for each name, layer 3 and layer 4 protocol, for all network namespaces
/// together, until it is deleted or the module `nfnetlink_cthelper` goes.
package struct ConntrackHelper: Hashable, Sendable {
  /// `NFCTH_NAME`: 15 bytes at the most (`NF_CT_HELPER_NAME_LEN`).
  package var name: String
  /// `NFCTH_TUPLE_L3PROTONUM`.
  package var family: Family
  /// `NFCTH_TUPLE_L4PROTONUM`.
  package var l4: L4Protocol

  package init(name: String, family: Family, l4: L4Protocol) {
    self.name = name
    self.family = family
    self.l4 = l4
  }

  /// Registers the helper, unconfigured (without `NFCTH_STATUS`): the kernel then asks no program
  /// about packets, and lets each pass.
  ///
  /// EEXIST where there is such a one.
  package func registration(sequence: UInt32) -> [UInt8] {
    message(HelperMessage.new, MessageFlag.create | MessageFlag.exclusive, sequence) {
      $0.big(HelperAttribute.queue, UInt32(0))
      // The kernel wants one policy of expectations, though nobody ever announces a connection.
      $0.nest(HelperAttribute.policy) {
        $0.big(PolicyAttribute.count, UInt32(1))
        $0.nest(PolicyAttribute.first) {
          $0.text(PolicyAttribute.name, name)
          $0.big(PolicyAttribute.most, UInt32(1))
          $0.big(PolicyAttribute.timeout, UInt32(1))
        }
      }
      $0.big(HelperAttribute.privateLength, UInt32(0))
    }
  }

  /// Deletes the helper; entries that name it keep an empty place for one, and so stay slow.
  ///
  /// ENOENT where there is none, EBUSY while rules name it.
  package func removal(sequence: UInt32) -> [UInt8] {
    message(HelperMessage.delete, 0, sequence) { _ in }
  }

  private func message(
    _ type: UInt16, _ flags: UInt16, _ sequence: UInt32, _ rest: (inout MessageWriter) -> Void
  ) -> [UInt8] {
    var writer = MessageWriter()
    writer.message(
      type: type, flags: MessageFlag.request | MessageFlag.acknowledge | flags, sequence: sequence
    ) {
      $0.nfgenmsg(family: 0)
      $0.text(HelperAttribute.name, name)
      $0.nest(HelperAttribute.tuple) {
        $0.big(HelperAttribute.l3, UInt16(family.rawValue))
        $0.native(HelperAttribute.l4, l4.rawValue)
      }
      rest(&$0)
    }
    return writer.bytes
  }
}

extension ConntrackHelper: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { HelperMessage.get }
  package static var messageType: UInt16 { HelperMessage.new }

  /// Appends a helper of IPv4 or IPv6; one of another family is of no concern.
  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [ConntrackHelper]
  ) throws(DecodeError) {
    var name: String?
    var family: UInt16?
    var l4: UInt8?
    var cursor = AttributeCursor(try message.afterNfgenmsg(), of: "NFCTH")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case HelperAttribute.name: name = bytes.text(a)
      case HelperAttribute.tuple:
        var inner = AttributeCursor(inside: a, of: "NFCTH_TUPLE")
        while let b = try inner.next(in: bytes) {
          switch b.type {
          case HelperAttribute.l3: family = try bytes.big(UInt16.self, b, "NFCTH_TUPLE_L3PROTONUM")
          case HelperAttribute.l4: l4 = try bytes.host(UInt8.self, b, "NFCTH_TUPLE_L4PROTONUM")
          default: break
          }
        }
      default: break
      }
    }
    guard let name else { throw message.lacks("NFCTH_NAME") }
    guard let family, let l4 else { throw message.lacks("NFCTH_TUPLE") }
    guard let family = UInt8(exactly: family).flatMap(Family.init) else { return }
    items.append(ConntrackHelper(name: name, family: family, l4: L4Protocol(rawValue: l4)))
  }
}

/// `NFNL_SUBSYS_CTHELPER << 8 | NFNL_MSG_CTHELPER_*`: linux/netfilter/nfnetlink_cthelper.h.
enum HelperMessage {
  static let new: UInt16 = 0x0900
  static let get: UInt16 = 0x0901
  static let delete: UInt16 = 0x0902
}

/// `enum nfnl_cthelper_type`, and `NFCTH_TUPLE_*` inside.
enum HelperAttribute {
  static let name: UInt16 = 1
  static let tuple: UInt16 = 2
  static let queue: UInt16 = 3
  static let policy: UInt16 = 4
  static let privateLength: UInt16 = 5
  static let l3: UInt16 = 1
  static let l4: UInt16 = 2
}

/// `enum nfnl_cthelper_policy_type`, and `NFCTH_POLICY_*` inside.
private enum PolicyAttribute {
  static let count: UInt16 = 1
  static let first: UInt16 = 2
  static let name: UInt16 = 1
  static let most: UInt16 = 2
  static let timeout: UInt16 = 3
}

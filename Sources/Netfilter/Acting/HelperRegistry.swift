import FlowModel
import Glibc
import NetlinkWire

/// Our helpers that hold flows on the slow path: registered when they are needed, deleted when no entry
/// names them.
struct HelperRegistry: ~Copyable {
  private var socket: NetlinkSocket
  /// The name of our helpers in this network namespace.
  let name: String

  init() throws(KernelError) {
    socket = try NetlinkSocket(.netfilter)
    name = Self.name(ofNamespace: Self.namespace())
  }

  /// A name for a network namespace: helpers are the kernel's, for all namespaces together, and what
  /// one does not need any more another may.
  ///
  /// The inode number of a namespace is never another's at the same time; its lowest 20 bits tell apart
  /// the first million. With the hyphen that makes the 15 letters that there is room for.
  static func name(ofNamespace inode: UInt64) -> String {
    let digits = String(inode & 0xfffff, radix: 16)
    return LanePins.helperPrefix + "-" + String(repeating: "0", count: 5 - digits.count) + digits
  }

  private static func namespace() -> UInt64 {
    var found = stat()
    guard stat("/proc/thread-self/ns/net", &found) == 0 else { return 0 }
    return UInt64(found.st_ino)
  }

  /// Makes sure that there is a helper for such flows; returns its name.
  ///
  /// nil where this kernel has no helpers in user space (`nfnetlink_cthelper`).
  mutating func require(for flow: Flow) throws(KernelError) -> String? {
    let helper = ConntrackHelper(name: name, family: flow.orig.family, l4: flow.l4)
    let sequence = socket.nextSequence()
    let answer = try socket.transact(
      helper.registration(sequence: sequence), first: sequence, count: 1, for: .registerHelper)[0]
    switch answer.errno {
    case 0, EEXIST: return name
    // What the kernel says of a subsystem whose module it does not find.
    case EINVAL, EOPNOTSUPP: return nil
    default:
      throw KernelError(.registerHelper, errno: answer.errno, message: answer.message)
    }
  }

  /// Our helpers of this namespace that are registered.
  mutating func registered() throws(KernelError) -> [ConntrackHelper] {
    do throws(KernelError) {
      return try socket.list(ConntrackHelper.self, .helpers, for: .listHelpers, tap: nil).items
        .filter { $0.name == name }
    } catch {
      if error.errno == EINVAL || error.errno == EOPNOTSUPP { return [] }
      throw error
    }
  }

  /// Deletes those of some helpers of ours that none of these flows names.
  mutating func remove(
    _ registered: [ConntrackHelper], unusedBy flows: [Flow]
  ) throws(KernelError) {
    for helper in registered {
      let isUsed = flows.contains {
        $0.helper == name && $0.orig.family == helper.family && $0.l4 == helper.l4
      }
      guard !isUsed else { continue }
      let sequence = socket.nextSequence()
      _ = try socket.transact(
        helper.removal(sequence: sequence), first: sequence, count: 1, for: .registerHelper)
    }
  }
}

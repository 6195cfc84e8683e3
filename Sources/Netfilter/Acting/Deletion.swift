import Glibc
import NetlinkWire

/// What became of the delete of one entry.
package enum Deletion: Hashable, Sendable {
  case deleted
  /// The entry was not there any more, or its id was another flow's; nothing was deleted.
  case alreadyGone
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

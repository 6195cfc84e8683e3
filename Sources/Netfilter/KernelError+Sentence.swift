import Glibc

// What each failure means to a person. Every sentence of this target is made here.
extension KernelError {
  /// What happened and what to do about it, in one sentence without the final full stop.
  ///
  /// May hold text from outside (a namespace's name, the kernel's words): print it through a gate.
  package var sentence: String {
    switch cause {
    case .errno(let number, let message): "\(attempt): \(Self.clause(number, message, operation))"
    case .truncated: "\(attempt): the kernel sent a datagram longer than the receive buffer"
    case .silent:
      "\(attempt): the kernel did not answer within \(NetlinkSocket.patience) seconds; try again"
    case .malformed(let clause): "\(attempt): the kernel's answer was not understood: \(clause)"
    case .noSuchNamespace(let known) where known.isEmpty:
      "\(attempt): there are no named namespaces; `ip netns add NAME` makes one"
    case .noSuchNamespace(let known):
      "\(attempt): no such namespace; there are \(known.joined(separator: ", "))"
    case .badNamespaceName: "\(attempt): the name of a namespace holds no slash and is not empty"
    case .refused(let clause): "\(attempt): not sent, because \(clause)"
    }
  }

  /// The exit status of sysexits(3): 64 usage, 69 the kernel lacks something, 77 no permission.
  package var exitStatus: Int32 {
    switch cause {
    case .errno(EPERM, _), .errno(EACCES, _): 77
    case .errno(EPROTONOSUPPORT, _), .errno(EAFNOSUPPORT, _), .errno(EOPNOTSUPP, _): 69
    case .errno(EINVAL, _) where operation.needsConntrackModule: 69
    case .noSuchNamespace, .badNamespaceName: 64
    default: 1
    }
  }

  private var attempt: String {
    switch operation {
    case .openSocket: "cannot open a netlink socket"
    case .dumpFlows: "cannot list the flows"
    case .watchFlows: "cannot listen to the ends of flows"
    case .readTableSize: "cannot read the size of the conntrack table"
    case .dumpFlowtables: "cannot list the flowtables"
    case .dumpRuleset: "cannot list the ruleset"
    case .dumpLinks: "cannot list the network devices"
    case .dumpAddresses: "cannot list the addresses"
    case .listSurroundings: "cannot list what stands around the flows"
    case .deleteFlow: "cannot flush the flow"
    case .replaceFlow: "cannot replace the flow's entry"
    case .registerHelper: "cannot register the helper that holds flows on the slow path"
    case .listHelpers: "cannot list the connection tracking helpers"
    case .changePinTable: "cannot change the table inet flowlanes"
    case .enterNamespace(let name): "cannot enter the network namespace \"\(name)\""
    }
  }

  private static func clause(_ number: Int32, _ message: String?, _ operation: Operation) -> String
  {
    if case .enterNamespace = operation, number == EINVAL { return "it is no network namespace" }
    switch number {
    case EPERM, EACCES:
      return "it needs root or CAP_NET_ADMIN; run it with sudo, or once:"
        + " sudo setcap cap_net_admin+ep \"$(command -v flowlanes)\"; `flowlanes demo` needs neither"
    case EPROTONOSUPPORT, EAFNOSUPPORT:
      return "this kernel has no netfilter netlink; load it with: modprobe nfnetlink"
    case EINVAL where operation.needsConntrackModule && message == nil,
      EOPNOTSUPP where operation.needsConntrackModule && message == nil:
      return "this kernel does not offer connection tracking over netlink;"
        + " load it with: modprobe nf_conntrack_netlink"
    case ENOBUFS:
      return "the kernel ran out of room for its answer, also in a larger buffer; try again, or"
        + " raise net.core.rmem_max"
    case EINTR: return "interrupted by a signal; try again"
    case EBUSY where operation == .deleteFlow:
      return "the kernel holds the entry, as older kernels do while a flow is offloaded;"
        + " it can be flushed once it is back on the slow path"
    case EBUSY: return "the kernel is busy with another dump; try again"
    case EMFILE, ENFILE: return "too many files are open"
    default:
      break
    }
    let words = String(cString: strerror(number))
    return message.map { "\($0) (\(words))" } ?? words
  }
}

extension KernelError.Operation {
  /// Whether `nf_conntrack_netlink` answers it.
  ///
  /// Without that module the kernel says EINVAL to each of these, old ones EOPNOTSUPP.
  var needsConntrackModule: Bool {
    switch self {
    case .dumpFlows, .readTableSize, .deleteFlow, .replaceFlow: true
    default: false
    }
  }
}

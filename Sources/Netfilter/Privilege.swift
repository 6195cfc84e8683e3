import CMnl

/// The capability that all of netfilter asks for, capabilities(7).
package enum Privilege {
  /// Gives up CAP_NET_ADMIN for good: to be called before there is another thread.
  ///
  /// Only where the kernel is not read: nfnetlink wants it for every request, dumps included
  /// (`nfnetlink_rcv`). That it was not there to be given up is no error.
  package static func drop() { _ = capability_drop(Int32(capability_net_admin)) }
}

/// What stands around the flows: the machine, its kernel and the settings that decide meanings.
///
/// A setting is nil where the kernel has none (its module is not loaded) or it could not be read.
package struct Machine: Hashable, Sendable {
  package var hostname: String
  /// The network namespace by name, or nil for the one that the program was started in.
  package var namespace: String?
  /// The kernel's release, as `uname -r` prints it.
  package var kernel: String
  /// Settings by their sysctl(8) name, `net.netfilter.nf_conntrack_acct`, with their value as text.
  package var sysctls: [String: String]
  /// Kernel modules that offloading needs, by name; see `observedModules`.
  package var modules: [String: ModuleState] = [:]
  /// `ID` of os-release(5): `debian`, `openwrt`; nil when it could not be read.
  package var distribution: String?

  package init(
    hostname: String = "", namespace: String? = nil, kernel: String = "",
    sysctls: [String: String] = [:]
  ) {
    self.hostname = hostname
    self.namespace = namespace
    self.kernel = kernel
    self.sysctls = sysctls
  }

  /// The settings that a poll reads and a recording keeps.
  package static let observedSysctls = [
    "net.netfilter.nf_conntrack_acct",
    "net.netfilter.nf_conntrack_timestamp",
    "net.netfilter.nf_conntrack_tcp_loose",
    "net.netfilter.nf_conntrack_events",
    "net.netfilter.nf_conntrack_max",
    "net.netfilter.nf_flowtable_tcp_timeout",
    "net.netfilter.nf_flowtable_udp_timeout",
    "net.netfilter.nf_conntrack_tcp_timeout_established",
    "net.netfilter.nf_conntrack_tcp_timeout_unacknowledged",
    "net.netfilter.nf_conntrack_tcp_timeout_max_retrans",
    "net.netfilter.nf_conntrack_udp_timeout",
    "net.netfilter.nf_conntrack_udp_timeout_stream",
    "net.netfilter.nf_conntrack_gre_timeout",
    "net.netfilter.nf_conntrack_gre_timeout_stream",
    "net.netfilter.nf_conntrack_helper",
    "net.bridge.bridge-nf-call-iptables",
    "net.bridge.bridge-nf-call-ip6tables",
    "net.ipv4.ip_forward",
    "net.ipv6.conf.all.forwarding",
  ]

  /// A setting as a number, by the last part of its name.
  package func setting(_ name: String) -> Int? {
    sysctls.first { $0.key.hasSuffix("." + name) }.flatMap { Int($0.value) }
  }

  /// Whether the kernel counts new flows, or nil when that is not known.
  package var countsFlows: Bool? { setting("nf_conntrack_acct").map { $0 != 0 } }
  /// Whether TCP connections are picked up in mid-stream, or nil when that is not known.
  package var picksUpMidStream: Bool? { setting("nf_conntrack_tcp_loose").map { $0 != 0 } }

  /// What is known of a kernel module.
  package enum ModuleState: String, Hashable, Sendable {
    /// In the kernel, as a module or built in.
    case loaded
    /// Not loaded, but there to be loaded.
    case available
    /// This kernel has none.
    case missing
  }

  /// The modules that a poll looks for and a recording keeps.
  package static let observedModules = [
    "nf_conntrack", "nf_conntrack_netlink", "nf_tables", "nf_flow_table", "nf_flow_table_inet",
    "nft_flow_offload", "nfnetlink_cthelper", "ip_tables", "ip6_tables", "act_ct",
  ]
}

/// The configuration that offloads, as text: a ruleset for nft(8), or a section for OpenWrt.
///
/// It is printed and never applied.
package struct Setup: Hashable, Sendable {
  /// The devices between which packets are forwarded; the first is the inner one.
  package var devices: [String]
  /// Offload connections to these ports alone; all where it is empty.
  package var ports: [UInt16]
  /// Let a network card forward, too.
  package var hardware: Bool

  package init(devices: [String], ports: [UInt16] = [], hardware: Bool = false) {
    self.devices = devices
    self.ports = ports
    self.hardware = hardware
  }

  /// The table that the ruleset makes; a name that no other program takes, for it is replaced whole.
  package static let table = "flowlanes_setup"

  /// Whether a name can be a device's, and can stand in a ruleset without any quoting.
  ///
  /// The kernel takes nearly anything (`dev_valid_name`); what is not a letter, a digit or one of
  /// `_ - . @ +` is refused here, for a shell or nft(8) might read more into it.
  package static func isDeviceName(_ name: String) -> Bool {
    guard (1...15).contains(name.utf8.count), name != ".", name != ".." else { return false }
    return name.utf8.allSatisfy { octet in
      switch octet {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-.@+".utf8.contains(octet)
      }
    }
  }

  // MARK: nft

  /// A whole ruleset file, which nft -f loads and loads again.
  package var ruleset: String {
    """
    #!/usr/sbin/nft -f
    # A router that offloads, printed by flowlanes setup. Nothing was changed yet.
    # To load it: write it to a file, read it, add your own rules, then nft -f FILE.
    # Other tables stay as they are, and judge packets beside this one.

    # Make the table anew, so that the file can be loaded again after a change.
    table inet \(Self.table)
    delete table inet \(Self.table)

    table inet \(Self.table) {
    \(flowtable)

    \(chain)
    }

    """
  }

  private var flowtable: String {
    """
    \tflowtable f {
    \t\t# Each device that packets of a flow come in or go out by: a flow whose other
    \t\t# device is missing here stays slow in that direction, or altogether.
    \t\thook ingress priority filter
    \t\tdevices = { \(devices.map(Self.quoted).joined(separator: ", ")) }
    \t\t# Count what the fast path forwards; without, counters stand still once a flow is
    \t\t# offloaded. Counting needs net.netfilter.nf_conntrack_acct = 1, too.
    \t\tcounter\(hardware ? hardwareFlag : "")
    \t}
    """
  }

  private var hardwareFlag: String {
    """

    \t\t# Hand flows to the network cards; a device that cannot makes nft refuse the flowtable.
    \t\tflags offload
    """
  }

  private var chain: String {
    """
    \tchain forward {
    \t\ttype filter hook forward priority filter; policy drop;

    \t\t# What belongs to no connection.
    \t\tct state invalid drop

    \(offload)

    \t\t# The packets of a connection that take the slow path: the first ones, the last
    \t\t# ones, ICMP, and whatever is not offloaded.
    \t\tct state established,related accept

    \t\t# New connections: your own rules go here.
    \(newConnections)
    \t}
    """
  }

  private var offload: String {
    guard !ports.isEmpty else {
      return """
        \t\t# Established TCP and UDP connections leave the slow path here. The statement
        \t\t# offloads and goes on: it accepts nothing by itself.
        \t\tct state established meta l4proto { tcp, udp } flow add @f
        """
    }
    let list = ports.map(String.init).joined(separator: ", ")
    return """
      \t\t# Established TCP and UDP connections to these ports leave the slow path here, both
      \t\t# directions at once. The statement offloads and goes on: it accepts nothing by itself.
      \t\tct state established meta l4proto { tcp, udp } th dport { \(list) } flow add @f
      """
  }

  private var newConnections: String {
    guard let inner = devices.first else { return "" }
    let outer = devices.count > 1 ? Array(devices.dropFirst()) : devices
    let names = outer.map(Self.quoted)
    let target = names.count == 1 ? names[0] : "{ \(names.joined(separator: ", ")) }"
    return """
      \t\t# This one lets connections begin from \(inner) outward, so that the file works as it
      \t\t# stands; the other way round nothing may begin. Delete it, or make it narrower.
      \t\tiifname \(Self.quoted(inner)) oifname \(target) accept
      \t\t# For example, a server inside: tcp dport 443 ip daddr 192.0.2.10 accept
      """
  }

  private static func quoted(_ name: String) -> String { "\"\(name)\"" }

  // MARK: OpenWrt

  /// The section of `/etc/config/firewall` that makes fw4 offload.
  package var openWrt: String {
    """
    # Flow offloading on OpenWrt, printed by flowlanes setup. Nothing was changed yet.
    # Add the options to the section "config defaults" of /etc/config/firewall, keep its
    # other options, then: service firewall restart
    # fw4 finds the devices of the flowtable by itself, from the zones.

    config defaults
    \t# Established connections leave the slow path.
    \toption flow_offloading '1'\(hardware ? hardwareOption : "")

    """
  }

  private var hardwareOption: String {
    """

    \t# The switch or network card forwards them, where its driver can.
    \toption flow_offloading_hw '1'
    """
  }
}

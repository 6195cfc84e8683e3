/// A namespace with much in it that can be read.
enum RoutedNamespace {
  /// A namespace with routes, rules and neighbours of every kind, as far as this kernel has them.
  static func run(_ body: @escaping () throws -> Void) throws {
    try OwnNamespace.run {
      try ToolOutput.run(
        """
        exec 2> /dev/null
        # No address is tentative: its route would come a second later, between two readings.
        echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
        echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
        ip link set lo up
        ip link add lan0 type veth peer name lan1
        ip link add wan0 mtu 1400 type veth peer name wan1
        ip link set lan0 group 7
        for i in lan0 lan1 wan0 wan1; do ip link set $i up; done
        ip addr add 192.0.2.1/24 dev lan0
        ip addr add 198.51.100.1/24 dev wan0
        ip addr add 2001:db8:1::1/64 dev lan0 nodad
        ip addr add 2001:db8:2::1/64 dev wan0 nodad
        ip route add default via 198.51.100.2 metric 100
        ip route add 10.0.0.0/8 nexthop via 192.0.2.7 weight 3 nexthop via 198.51.100.7
        ip route add 10.1.0.0/16 via 198.51.100.9 src 198.51.100.1 table 4242
        ip route add 10.1.0.0/16 tos 0x10 via 192.0.2.9
        ip route add blackhole 10.2.0.0/16
        ip route add unreachable 10.3.0.0/16
        ip route add throw 10.4.0.0/16 table 4242
        ip route add 10.5.0.0/16 via inet6 fe80::1 dev lan0
        ip -6 route add default via 2001:db8:2::2 metric 50
        ip -6 route add 2001:db8:9::/48 from 2001:db8:1::/64 via 2001:db8:2::9
        ip -6 route add 2001:db8:a::/48 nexthop via 2001:db8:1::7 nexthop via 2001:db8:2::7
        ip -6 route add prohibit 2001:db8:b::/48
        ip nexthop add id 5 via 192.0.2.5 dev lan0
        ip route add 10.6.0.0/16 nhid 5
        ip rule add fwmark 0x10/0xf0 lookup 4242 priority 100
        ip rule add not from 10.0.0.0/8 to 203.0.113.0/24 iif lan0 lookup 4242 priority 101
        ip rule add ipproto tcp dport 80-90 sport 1024 goto 32766 priority 102
        ip rule add from all lookup main suppress_prefixlength 0 priority 103
        ip rule add uidrange 5-6 prohibit priority 104
        ip -6 rule add fwmark 7 tos 0x10 lookup 77 priority 105
        ip neighbour add 192.0.2.7 lladdr 02:00:00:00:00:07 dev lan0
        ip neighbour add 2001:db8:2::7 lladdr 02:00:00:00:00:17 dev wan0
        ip neighbour add 198.51.100.7 dev wan0 nud failed
        ip link add br0 type bridge vlan_filtering 1 || ip link add br0 type bridge
        ip link set lan1 master br0; ip link set br0 up
        bridge fdb add 02:00:00:00:00:99 dev lan1 master static
        ip link add link wan1 name wan1.7 type vlan id 7
        ip link add vrf0 type vrf table 10
        tc qdisc add dev lan0 clsact
        tc qdisc add dev wan0 root prio
        ip xfrm policy add src 10.7.0.0/16 dst 10.8.0.0/16 proto tcp dport 80 dir fwd priority 5 tmpl src 1.1.1.1 dst 2.2.2.2 proto esp mode tunnel
        ip xfrm policy add src 2001:db8:1::/64 dst 2001:db8:2::/64 dir out action block
        # A bridge has routes of its own once a port carries.
        for attempt in $(seq 500); do
          ip link show br0 > /dev/null || break
          [ "$(ip -6 route show table all dev br0 | grep -c '^fe80::/64\\|^multicast')" = 2 ] && break
          sleep 0.01
        done
        exit 0
        """)
      try body()
    }
  }
}

# network.sh: the demo's router gw1, in namespace rtr, and all that is around it.
#
#   office  192.168.1.0/24, 2001:db8:1::/64  -- lan0   [rtr]  wan0 -- net: the Internet, behind 198.51.100.1
#   guests  10.20.0.0/24                     -- guest0 [rtr]  vpn0 -- net: another site, 10.9.0.0/24
#   things  10.30.0.0/24                     -- iot0   [rtr]
#
# lan0 and wan0 are ports of a card that forwards in hardware. Clients have several addresses each;
# the Internet's servers are 203.0.113.0/24 and 2001:db8:80::/64. Source it.
set -e
modprobe -a nf_flow_table nf_flow_table_inet nft_flow_offload nf_conntrack_netlink veth
hostname gw1
for name in office guests things net rtr; do ip netns add $name; done

# Gives device $2 of namespace $1 the address $3, at once.
address() {
  if [[ $3 == *:* ]]; then ip -n "$1" addr add "$3" dev "$2" nodad; else ip -n "$1" addr add "$3" dev "$2"; fi
}

# Connects rtr's device $1 (addresses $2) to namespace $3 ($4); further arguments: more addresses there.
cable() {
  local device=$1 near=$2 there=$3 address
  shift 3
  ip link add "$device" netns rtr type veth peer name "to-$device" netns "$there"
  ip -n rtr link set "$device" up
  ip -n "$there" link set "to-$device" up
  ip -n "$there" link set lo up
  for address in $near; do address rtr "$device" "$address"; done
  for address; do address "$there" "to-$device" "$address"; done
}
cable lan0 "192.168.1.1/24 2001:db8:1::1/64" office 192.168.1.{10,23,31,40,52,77,80}/24 \
  2001:db8:1::{23,52,77}/64
cable guest0 10.20.0.1/24 guests 10.20.0.{14,27,35}/24
cable iot0 10.30.0.1/24 things 10.30.0.{5,8}/24
cable wan0 "198.51.100.2/24 2001:db8:ffff::2/64" net 198.51.100.1/24 2001:db8:ffff::1/64
cable vpn0 10.9.0.1/24 net 10.9.0.7/24
ip -n rtr link set lo up
for host in 9 17 22 34 46 53 77 99 120 140; do ip -n net addr add 203.0.113.$host/32 dev lo; done
for host in 34 46 140; do ip -n net addr add 2001:db8:80::$host/128 dev lo; done
ip -n office route add default via 192.168.1.1
ip -n office route add ::/0 via 2001:db8:1::1
ip -n guests route add default via 10.20.0.1
ip -n things route add default via 10.30.0.1
ip -n net route add 192.168.1.0/24 via 10.9.0.1
ip -n net route add ::/0 via 2001:db8:ffff::2
ip -n rtr route add default via 198.51.100.1
ip -n rtr route add ::/0 via 2001:db8:ffff::1
ip netns exec rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
  net.netfilter.nf_conntrack_acct=1 net.netfilter.nf_conntrack_timestamp=1 \
  net.netfilter.nf_conntrack_tcp_timeout_time_wait=15 net.netfilter.nf_conntrack_udp_timeout=20
for name in office net rtr; do ip netns exec $name sysctl -qw net.ipv4.ping_group_range="0 0"; done

ip netns exec rtr nft -f - <<'RULES'
table inet filter {
  flowtable f { hook ingress priority filter; devices = { guest0, wan0, vpn0 }; counter; }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state invalid drop
    iifname guest0 meta l4proto { tcp, udp } ct state established flow add @f
    ct state established,related accept
    iifname { lan0, guest0, iot0 } accept
    iifname wan0 ct status dnat accept
  }
}
table inet hardware {
  flowtable h { hook ingress priority filter + 1; devices = { lan0, wan0 }; flags offload; counter; }
  chain forward {
    type filter hook forward priority filter + 1;
    iifname lan0 tcp dport { 80, 443, 993 } ct state established flow add @h
    iifname lan0 udp dport { 443, 51820 } ct state established flow add @h
    iifname wan0 ct status dnat tcp dport 443 ct state established flow add @h
  }
}
table inet things {
  # The one without a counter: its flows' figures freeze.
  flowtable t { hook ingress priority filter + 2; devices = { iot0, wan0 }; }
  chain forward {
    type filter hook forward priority filter + 2;
    iifname iot0 tcp dport 8883 ct state established flow add @t
  }
}
table ip nat {
  chain prerouting {
    type nat hook prerouting priority dstnat;
    iifname wan0 tcp dport 443 dnat to 192.168.1.80
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname wan0 masquerade
  }
}
RULES

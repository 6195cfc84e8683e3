# router.sh: source it in the lab's machine; `router` then builds a router between two networks:
#
#   cli 192.168.1.2  --  lan0 [rtr] wan0  --  203.0.113.2 srv      (and 2001:db8:1:: / 2001:db8:2::)
#
# Three network namespaces, each with both address families. What the router is like, by variables:
#
#   LANES     software (the default): one flowtable, f
#             hardware: f is `flags offload`, on devices that hwoffload.ko drives: insmod it first
#             both: f in software and h in hardware, on the same devices, each in a table of its own
#             none: no flowtable
#   LINK      plain (the default), vlan (the clients on VLAN 10), bridge (the clients on a bridge)
#   NAT       none (the default), masquerade, dnat (port 8443 of the router is cli's 443), both
#   COUNTER   counter (the default), or empty: flowtables that do not count
#   SPELLING  add (the default), or offload, as older rulesets say
#   ZONE      a statement that puts packets into a zone: "ct zone set 7"
#   RULES     more of a ruleset, as nft -f reads it
#   TIMEOUT   of the flowtables, in seconds (the kernel's default: 30)
#   ACCT      1 (the default) or 0: does conntrack count
#
# TCP 80 and UDP 4500 are offloaded by f, TCP 443 and UDP 443 by h (by f where there is no h); all other
# traffic takes the slow path. The devices are hwlan0 and hwwan0 when LANES says hardware or both.

router() {
  local lan=lan0 wan=wan0 inner=eth0 name
  modprobe -a nf_flow_table nf_flow_table_inet nft_flow_offload nf_conntrack_netlink veth
  [[ ${LANES-} != hardware && ${LANES-} != both ]] || { lan=hwlan0 wan=hwwan0; }
  for name in cli rtr srv; do ip netns add $name; done
  ip -batch - <<LINKS
link add $lan netns rtr type veth peer name eth0 netns cli
link add $wan netns rtr type veth peer name eth0 netns srv
LINKS

  local gate=$lan  # the router's device with the clients' gateway address
  case ${LINK-plain} in
    vlan)
      gate=$lan.10 inner=eth0.10
      modprobe 8021q
      ip -n rtr link add link $lan name $gate type vlan id 10
      ip -n cli link add link eth0 name $inner type vlan id 10
      ;;
    bridge)
      gate=br0
      modprobe bridge
      ip -n rtr link add br0 type bridge
      ip -n rtr link set $lan master br0
      ;;
  esac
  ip -n rtr -batch - <<RTR
link set lo up
link set $lan up
link set $wan up
link set $gate up
addr add 192.168.1.1/24 dev $gate
addr add 2001:db8:1::1/64 dev $gate nodad
addr add 203.0.113.1/24 dev $wan
addr add 2001:db8:2::1/64 dev $wan nodad
RTR
  ip -n cli -batch - <<CLI
link set lo up
link set eth0 up
link set $inner up
addr add 192.168.1.2/24 dev $inner
addr add 2001:db8:1::2/64 dev $inner nodad
route add default via 192.168.1.1
route add ::/0 via 2001:db8:1::1
CLI
  ip -n srv -batch - <<SRV
link set lo up
link set eth0 up
addr add 203.0.113.2/24 dev eth0
addr add 2001:db8:2::2/64 dev eth0 nodad
route add default via 203.0.113.1
route add ::/0 via 2001:db8:2::1
SRV
  # Checksums: of UDP-Lite and DCCP a virtual cable carries none yet.
  ip netns exec rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.netfilter.nf_conntrack_acct="${ACCT-1}" net.netfilter.nf_conntrack_timestamp=1 \
    net.netfilter.nf_conntrack_checksum=0 \
    net.netfilter.nf_flowtable_tcp_timeout="${TIMEOUT-30}" \
    net.netfilter.nf_flowtable_udp_timeout="${TIMEOUT-30}"
  # Pings without a raw socket.
  for name in cli srv; do ip netns exec $name sysctl -qw net.ipv4.ping_group_range="0 0"; done
  ruleset "$lan" "$wan" | ip netns exec rtr nft -f -
}

# Prints the router's rules, for its devices $1 and $2.
ruleset() {
  local f="devices = { $1, $2 };" flow="flow ${SPELLING-add}"
  local plain=("tcp dport 80 ct state established $flow @f" "udp dport 4500 ct state established $flow @f")
  local heavy=("th dport 443 meta l4proto { tcp, udp } ct state established $flow @f")
  local forward="type filter hook forward priority filter"
  [[ ! ${COUNTER-counter} ]] || f+=" counter;"
  echo "table inet filter {"
  case ${LANES-software} in
    none) chain forward "$forward" "ct state invalid drop" ;;
    hardware | software)
      [[ ${LANES-} != hardware ]] || f+=" flags offload;"
      echo "flowtable f { hook ingress priority filter; $f }"
      chain forward "$forward" "ct state invalid drop" "${plain[@]}" "${heavy[@]}"
      ;;
    both)
      echo "flowtable f { hook ingress priority filter; $f }"
      chain forward "$forward" "ct state invalid drop" "${plain[@]}"
      echo "}"
      # Two flowtables of one table may not share a device; of two tables they may.
      echo "table inet hardware {"
      echo "flowtable h { hook ingress priority filter + 5; $f flags offload; }"
      chain forward "$forward" "${heavy[@]/@f/@h}"
      ;;
  esac
  echo "}"
  if [[ ${ZONE-} ]]; then
    echo "table inet zone {"
    chain zone "type filter hook prerouting priority raw" "$ZONE"
    echo "}"
  fi
  case ${NAT-none} in masquerade | both)
    echo "table inet outward {"
    chain post "type nat hook postrouting priority srcnat" "oifname $2 masquerade"
    echo "}" ;;
  esac
  case ${NAT-none} in dnat | both)
    echo "table inet inward {"
    chain pre "type nat hook prerouting priority dstnat" \
      "iifname $2 tcp dport 8443 dnat ip to 192.168.1.2:443"
    echo "}" ;;
  esac
  [[ ! ${RULES-} ]] || echo "$RULES"
}

# Prints chain $1 with its hook $2 and a rule for each further argument.
chain() {
  printf 'chain %s {\n%s;\n' "$1" "$2"
  shift 2
  printf '%s\n' "$@" "}"
}

# Ends the router, its ends and whatever runs in them.
unroute() {
  local name
  for name in cli rtr srv; do
    [[ -e /run/netns/$name ]] || continue
    ip netns pids $name | xargs -r kill -9
    ip netns del $name
  done
}

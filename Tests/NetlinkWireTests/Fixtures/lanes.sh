# lanes.sh: real traffic through a router in the lab machine, in all three lanes, with NAT.
#
#   LAB_OUT=DIR .../lab/boot lanes.sh    with DIR/hwoffload.ko built and DIR/router.sh copied there
#
# Leaves in DIR what capture.py dumps, and what tcpdump and dumpcap saw of `conntrack -L` on nlmon.
here=$(dirname "$LAB_SCRIPT")
modprobe -a nf_conntrack_netlink nf_conntrack_ftp bridge 8021q veth nlmon
unshare -n bash "$here/namespace.sh" /out/namespace
insmod /out/hwoffload.ko
PREFIX=hw FLAGS='flags offload;'
. /out/router.sh
sysctl -qw net.netfilter.nf_conntrack_timestamp=1
ip netns exec rtr sysctl -qw net.netfilter.nf_conntrack_timestamp=1
ip netns exec rtr nft -f - <<'RULES'
table ip n {
  chain post { type nat hook postrouting priority srcnat; tcp dport 443 masquerade; }
  chain pre { type nat hook prerouting priority dstnat; tcp dport 8081 dnat to 10.0.2.2:8080; }
}
table inet second {
  flowtable g { hook ingress priority filter; devices = { hwlan0, hwwan0 }; counter; }
  chain c { type filter hook forward priority filter + 5; tcp dport { 8080, 8443 } flow add @g; udp dport 53 flow add @g; }
}
RULES
serve 80 443 22 53 8080 8443
talk 60 80 443 22 u53 8443 u54
SERVER=10.0.1.1 talk 60 8081
SERVER=fd00:2::2 talk 60 80 8443 22 u53
ip netns exec cli python3 - <<'PY'
import socket
for family, number, kind, host in ((socket.AF_INET, 1, 8, "10.0.2.2"), (socket.AF_INET6, 58, 128, "fd00:2::2")):
    s = socket.socket(family, socket.SOCK_RAW, number)
    body = bytes([kind, 0, 0, 0, 0x12, 0x67, 0, 1])
    if number == 1:  # the kernel fills in the checksum of ICMPv6 alone
        total = sum(int.from_bytes(body[i:i + 2], "big") for i in range(0, len(body), 2))
        body = body[:2] + (0xffff - total % 0xffff).to_bytes(2, "big") + body[4:]
    s.settimeout(5); s.sendto(body, (host, 0)); s.recv(100)
PY
ip netns exec rtr python3 "$here/capture.py" dump /out/lanes
ip netns exec rtr bash -c '
  ip link add nlmon0 type nlmon; ip link set nlmon0 up
  tcpdump -U --immediate-mode -Z root -i nlmon0 -w /out/tcpdump.pcap 2> /out/tcpdump.log & a=$!
  dumpcap -q -i nlmon0 -w /out/dumpcap.pcapng 2> /out/dumpcap.log & b=$!
  until grep -q listening /out/tcpdump.log && [ -s /out/dumpcap.pcapng ]; do sleep 0.1; done
  for i in 1 2 3 4; do conntrack -L > /dev/null 2>&1; conntrack -L -f ipv6 > /dev/null 2>&1; nft list flowtables > /dev/null; ip addr > /dev/null; sleep 1; done
  conntrack -D -p tcp --dport 22 > /dev/null 2>&1; conntrack -L > /out/last.txt 2>&1
  sleep 1; kill $a $b; wait'
cat /out/tcpdump.log /out/dumpcap.log
cat /out/lanes/flows.txt

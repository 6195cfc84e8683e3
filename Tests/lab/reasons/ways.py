"""More ways through a router: tunnels, VRF, VLANs in VLANs, bridges that know VLANs, several providers, NAT."""

from case import STRICT, Case, Flow, chain, fast, forward, out, table
from network import OUTSIDE, PORT, ROUTER, SECOND, SERVER6
from paths import ADD, half, listing, on, upper

BACK = "\nip -n srv route replace 192.168.1.0/24 via %s\n"
NO_BACK = "; ip -n srv route del 192.168.1.0/24 || true"
QINQ = """
ip link add link wan1 name wan1.30 type vlan proto 802.1ad id 30
ip link add link wan1.30 name wan1.30.40 type vlan id 40
ip link set wan1.30 up; ip link set wan1.30.40 up; ip addr add 10.8.0.1/24 dev wan1.30.40
ip -n srv link add link eth1 name eth1.30 type vlan proto 802.1ad id 30
ip -n srv link add link eth1.30 name eth1.30.40 type vlan id 40
ip -n srv link set eth1.30 up; ip -n srv link set eth1.30.40 up; ip -n srv addr add 10.8.0.2/24 dev eth1.30.40
""" + BACK % "10.8.0.1"
NO_QINQ = "ip link del wan1.30; ip -n srv link del eth1.30"
FILTERING = """
ip link add br-wan type bridge vlan_filtering 1 vlan_default_pvid 0
ip link set wan1 master br-wan
bridge vlan add dev wan1 vid 50 %s
bridge vlan add dev br-wan vid 50 self
ip link add link br-wan name br-wan.50 type vlan id 50
ip link set br-wan up; ip link set br-wan.50 up
ip addr add 10.9.0.1/24 dev br-wan.50
"""
NO_FILTERING = ("ip link del br-wan; ip -n srv addr del 10.9.0.2/24 dev eth1 || ip -n srv link del eth1.50" + NO_BACK
                + "; ip link set wan1 up")
UNTAGGED = FILTERING % "pvid untagged" + "ip -n srv addr add 10.9.0.2/24 dev eth1" + BACK % "10.9.0.1"
TAGGED = FILTERING % "" + """
ip -n srv link add link eth1 name eth1.50 type vlan id 50
ip -n srv link set eth1.50 up
ip -n srv addr add 10.9.0.2/24 dev eth1.50
""" + BACK % "10.9.0.1"


def through(**options):
    """A flow of which no packet takes the slow path any more."""
    return fast(slow="none", **options)


def later(slow, **options):
    """A flow that lacks a device in the flowtable; adding that helps those before Linux 7 that come after."""
    return half("output-device", slow, **options) if STRICT else Flow(
        "software", "half-offloaded", slow=slow, **options)


def tunnel(kind, options=""):
    return f"""
ip link add tun9 type {kind} {options % ("192.0.2.1", "192.0.2.2")}
ip link set tun9 up; ip addr add 10.10.0.1/24 dev tun9
ip -n srv link add tun9 type {kind} {options % ("192.0.2.2", "192.0.2.1")}
ip -n srv link set tun9 up; ip -n srv addr add 10.10.0.2/24 dev tun9
""" + BACK % "10.10.0.1"


NO_TUNNEL = "ip link del tun9; ip -n srv link del tun9"
MACVLAN = """
ip link add mac9 link wan1 type macvlan mode bridge; ip link set mac9 up; ip addr add 10.7.0.1/24 dev mac9
ip -n srv addr add 10.7.0.2/24 dev eth1
""" + BACK % "10.7.0.1"
NO_MACVLAN = "ip link del mac9; ip -n srv addr del 10.7.0.2/24 dev eth1" + NO_BACK
VRF = """
modprobe vrf
ip link add red type vrf table 77; ip link set red up
ip link set hwlan0 master red; ip link set wan1 master red
"""
NO_VRF = "ip link set hwlan0 nomaster; ip link set wan1 nomaster; ip link del red"

CASES = [
    Case("VLAN in VLAN, and the device below both", on("lan0", "wan1"), [through(host="10.8.0.2")],
         before=QINQ, after=NO_QINQ),
    Case("VLAN in VLAN, and the outer one", on("lan0", "wan1.30"),
         [later("reply", host="10.8.0.2", names="wan1")], before=QINQ, after=NO_QINQ,
         mend=listing("wan1")),
    Case("a bridge with a VLAN on it, untagged at the port", on("lan0", "wan1"), [through(host="10.9.0.2")],
         before=UNTAGGED, after=NO_FILTERING),
    Case("a bridge with a VLAN on it, tagged at the port", on("lan0", "wan1"), [through(host="10.9.0.2")],
         before=TAGGED, after=NO_FILTERING),
    Case("a bridge with a VLAN on it, and just the VLAN", on("lan0", "br-wan.50"),
         [upper("output-device", host="10.9.0.2")], before=UNTAGGED, after=NO_FILTERING, mend=listing("wan1")),
    Case("a bridge with a VLAN on it, and just the bridge", on("lan0", "br-wan"),
         [later("reply", host="10.9.0.2", names="wan1")], before=UNTAGGED, after=NO_FILTERING,
         mend=listing("wan1")),
    Case("VXLAN", on("lan0", "tun9"), [through(host="10.10.0.2")],
         before=tunnel("vxlan", "id 5 dstport 4789 local %s remote %s"), after=NO_TUNNEL),
    Case("VXLAN, and the device below it", on("lan0", "wan1"),
         [half("output-device", "reply", host="10.10.0.2", names="tun9")],
         before=tunnel("vxlan", "id 5 dstport 4789 local %s remote %s"), after=NO_TUNNEL, mend=listing("tun9")),
    Case("a GRE tunnel", on("lan0", "tun9"), [through(host="10.10.0.2")],
         before="modprobe ip_gre;" + tunnel("gre", "local %s remote %s"), after=NO_TUNNEL),
    Case("a GRE tunnel that no flowtable knows", on("lan0", "wan1"),
         [half("output-device", "reply", host="10.10.0.2", names="tun9"),
          out("local", origin="rtr", host="10.10.0.2", sure=True)],
         before="modprobe ip_gre;" + tunnel("gre", "local %s remote %s"), after=NO_TUNNEL, mend=listing("tun9")),
    Case("an IPIP tunnel", on("lan0", "wan1", "tun9"), [through(host="10.10.0.2")],
         before="modprobe ipip;" + tunnel("ipip", "local %s remote %s"), after=NO_TUNNEL),
    Case("a macvlan", on("lan0", "mac9"), [through(host="10.7.0.2")],
         before=MACVLAN, after=NO_MACVLAN),
    Case("a macvlan, and the device below it", on("lan0", "wan1"),
         [half("output-device", "reply", host="10.7.0.2", names="mac9")],
         before=MACVLAN, after=NO_MACVLAN, mend=listing("mac9")),
    # One of its devices could offload in hardware.
    Case("a VRF", on("hwlan0", "wan1"),
         [Flow("software", "no-hardware-flag", sure=False, src=PORT, host=SECOND, slow="none")],
         before=VRF, after=NO_VRF),
    Case("a VRF, and rules that name its ports",
         table(forward('iifname "hwlan0" ' + ADD),
               flowtable="flowtable f { hook ingress priority 0; devices = { hwlan0, wan1 }; counter; }"),
         [out("no-rule", src=PORT, host=SECOND)], before=VRF, after=NO_VRF),
    Case("a VRF that rules name",
         table(forward('iifname "red" ' + ADD),
               flowtable="flowtable f { hook ingress priority 0; devices = { hwlan0, wan1 }; counter; }"),
         [Flow("software", "no-hardware-flag", sure=False, src=PORT, host=SECOND), out("no-rule", sure=True)],
         before=VRF, after=NO_VRF),
    Case("a rule of routing by port", on("lan0", "wan0"),
         [fast(), half("output-device", "reply", port=443, names="wan1")],
         before="ip rule add ipproto tcp dport 443 lookup 56; ip route add default via 192.0.2.2 table 56;"
                " ip -n srv rule add ipproto tcp sport 443 lookup 100",
         after="ip rule del ipproto tcp dport 443 lookup 56; ip route flush table 56;"
               " ip -n srv rule del ipproto tcp sport 443 lookup 100", mend=listing("wan1")),
    Case("two providers by the connection's mark",
         on("lan0", "wan0") + """
         table inet providers {
           chain pre { type filter hook prerouting priority mangle
             ct state new iifname { lan0, br0 } ct mark set tcp dport map { 80 : 1, 443 : 2 }
             ct direction original meta mark set ct mark
           }
         }""", [fast(), half("output-device", "reply", port=443, names="wan1")],
         before="ip rule add fwmark 1/0xff lookup 57; ip route add default via 203.0.113.2 table 57;"
                "ip rule add fwmark 2/0xff lookup 58; ip route add default via 192.0.2.2 table 58;"
                " ip -n srv rule add ipproto tcp sport 443 lookup 100",
         after="ip rule del fwmark 1/0xff lookup 57; ip route flush table 57;"
               "ip rule del fwmark 2/0xff lookup 58; ip route flush table 58;"
               " ip -n srv rule del ipproto tcp sport 443 lookup 100", mend=listing("wan1")),
    Case("routes by the device and the source, default routes left out", on("lan0", "wan0"),
         [fast(), half("output-device", "reply", host="10.5.0.2", names="wan1")],
         before="ip rule add iif lan0 lookup main suppress_prefixlength 0 pref 100;"
                " ip rule add from 192.168.1.0/24 lookup 59 pref 101; ip route add default via 192.0.2.2 table 59;"
                " ip -n srv addr add 10.5.0.2/24 dev lo; ip -n srv rule add from 10.5.0.2 lookup 100",
         after="ip rule del pref 100; ip rule del pref 101; ip route flush table 59;"
               " ip -n srv addr del 10.5.0.2/24 dev lo; ip -n srv rule del from 10.5.0.2 lookup 100",
         mend=listing("wan1")),
    Case("several ways out, of which no flowtable knows any", on("lan0"),
         [later("reply", host="10.5.0.2")],
         before="ip route add 10.5.0.0/24 nexthop via 203.0.113.2 nexthop via 192.0.2.2;"
                " ip -n srv addr add 10.5.0.2/24 dev lo",
         after="ip route del 10.5.0.0/24; ip -n srv addr del 10.5.0.2/24 dev lo"),
    Case("a hairpin", on("lan0", "wan0") + """
         table ip nat {
           chain pre { type nat hook prerouting priority dstnat
             ip daddr 203.0.113.1 tcp dport 8443 dnat to 192.168.1.2:443
           }
           chain post { type nat hook postrouting priority srcnat
             ip saddr 192.168.1.0/24 ip daddr 192.168.1.0/24 masquerade
             oifname wan0 masquerade
           }
         }""", [fast(host=OUTSIDE, port=8443), fast(origin="srv", host=OUTSIDE, port=8443), fast()]),
    Case("NAT of IPv6", on("lan0", "wan0") + """
         table ip6 nat {
           chain post { type nat hook postrouting priority srcnat
             oifname wan0 masquerade fully-random
           }
         }""", [fast(host=SERVER6), fast(host=SERVER6, kind="udp", port=53)]),
    Case("this router with itself, and what it translates", on("lan0", "wan0") + """
         table ip nat {
           chain out { type nat hook output priority -100
             ip daddr 203.0.113.77 tcp dport 8443 dnat to 192.168.1.2:443
           }
         }""",
         [out("local", sure=True, origin="rtr", host=ROUTER, port=8080),
          out("local", sure=True, host=OUTSIDE, port=8080),
          out("local", sure=True, origin="rtr", host="203.0.113.77", port=8443),
          # UDP-Lite is gone from later kernels.
          *([] if STRICT else [out("protocol", sure=True, kind="udplite", port=53)])]),
    Case("a device with an odd name", on("lan0", "wan0"),
         [half("output-device", "reply", host=SECOND, names="isp#1;a")],
         before="ip link set wan1 down; ip link set wan1 name 'isp#1;a'; ip link set 'isp#1;a' up",
         after="ip link set 'isp#1;a' down; ip link set 'isp#1;a' name wan1; ip link set wan1 up",
         mend=listing("isp#1;a")),
    Case("zones of one direction",
         table(chain("zone", "type filter hook prerouting priority raw", "iifname lan0 ct original zone set 5"),
               forward("ct original zone 5 tcp dport 80 " + ADD)),
         [fast(), out("no-rule", port=443)]),
    Case("a helper that iptables attaches", on("lan0", "wan0"),
         [out("helper", sure=True, port=21, names="ftp"), fast()],
         before="iptables-nft -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp"),
]

"""The devices of a flow, and its ends: VLAN, bridge, bond, VRF, tunnels, NAT, this router."""

from case import STRICT, Case, Flow, chain, fast, forward, out, table
from network import BRIDGED, OUTSIDE, ROUTER, SECOND, SERVER6, VLAN

ADD = "ct state established flow add @f"


def on(*devices):
    """A ruleset that offloads everything, with a flowtable on these devices."""
    listed = ", ".join(devices)
    return table(forward(ADD), flowtable="flowtable f { hook ingress priority 0;"
                 f" devices = {{ {listed} }}; counter; }}")


def listing(*devices):
    """The command that adds devices to the flowtable."""
    return ("nft add flowtable inet filter f '{ hook ingress priority 0; devices = { " + ", ".join(devices)
            + " }; counter; }'")


def half(reason, slow, **options):
    """A flow that lacks a device in the flowtable: slow, or before Linux 7 slow in one direction."""
    if STRICT:
        return out(reason, mended="software", **options)
    return Flow("software", "half-offloaded", slow=slow, mended="software", **options)


def upper(reason, **options):
    """A flow of which the flowtable holds the upper device only: enough before Linux 7."""
    return out(reason, mended="software", **options) if STRICT else fast(**options)


IPSEC = """
modprobe -a esp4 xfrm_user
for way in "203.0.113.1 203.0.113.2 0x101" "203.0.113.2 203.0.113.1 0x102"; do
  set -- $way
  for place in rtr srv; do
    ip -n $place xfrm state add src $1 dst $2 proto esp spi $3 mode tunnel \\
      auth 'hmac(sha1)' 0x0123456789012345678901234567890123456789 enc 'ecb(cipher_null)' ''
  done
done
inner="src 192.168.1.0/24 dst 10.5.0.0/24" back="src 10.5.0.0/24 dst 192.168.1.0/24"
there="tmpl src 203.0.113.1 dst 203.0.113.2 proto esp mode tunnel"
here="tmpl src 203.0.113.2 dst 203.0.113.1 proto esp mode tunnel"
ip -n rtr xfrm policy add $inner dir out $there
ip -n rtr xfrm policy add $back dir fwd $here
ip -n rtr xfrm policy add $back dir in $here
ip -n srv xfrm policy add $back dir out $here
ip -n srv xfrm policy add $inner dir in $there
ip -n srv addr add 10.5.0.2/24 dev lo
ip -n rtr route add 10.5.0.0/24 via 203.0.113.2
"""
NO_IPSEC = """
for place in rtr srv; do ip -n $place xfrm policy flush; ip -n $place xfrm state flush; done
ip -n srv addr del 10.5.0.2/24 dev lo
ip -n rtr route del 10.5.0.0/24
"""

CASES = [
    Case("the output device is in no flowtable", on("lan0"),
         [half("output-device", "reply", names="wan0"), half("output-device", "reply", kind="udp", port=53)],
         mend=listing("wan0")),
    Case("the input device is in no flowtable", on("wan0"),
         [half("input-device", "original", names="lan0")], mend=listing("lan0")),
    Case("neither device is in a flowtable", on("lan1"),
         [half(("input-device", "output-device"), "both", host=SERVER6)],
         mend=listing("lan0", "wan0"), obey=False),
    Case("another way out than the flowtable's", on("lan0", "wan0"),
         [fast(), half("output-device", "reply", host=SECOND, names="wan1")], mend=listing("wan1")),
    Case("a way out that a mark chooses",
         on("lan0", "wan0") + "\ntable inet marks {\n" + chain(
             "pre", "type filter hook prerouting priority mangle", "iifname lan0 tcp dport 443 meta mark set 5")
         + "\n}", [fast(), half(("output-device", "unknown"), "reply", port=443)],
         before="ip rule add fwmark 5 lookup 55; ip route add default via 192.0.2.2 table 55;"
                " ip -n srv rule add ipproto tcp sport 443 lookup 100",
         after="ip rule del fwmark 5 lookup 55; ip route flush table 55;"
               " ip -n srv rule del ipproto tcp sport 443 lookup 100",
         mend=listing("wan1")),
    Case("clients on a VLAN, and the device below it", on("lan0", "wan0"),
         [fast(src=VLAN), fast(src=VLAN, kind="udp", port=53)]),
    Case("clients on a VLAN, and just the VLAN's device", on("lan0.10", "wan0"),
         [upper("input-device", src=VLAN), half("input-device", "original")],
         mend=listing("lan0")),
    Case("clients on a bridge, and its port", on("lan1", "wan0"), [fast(src=BRIDGED)]),
    Case("clients on a bridge, and just the bridge", on("br0", "wan0"),
         [upper("input-device", src=BRIDGED)], mend=listing("lan1")),
    Case("a bond as the way out", on("lan0", "bond0"), [fast(host="10.6.0.2", slow="none")],
         before="modprobe bonding max_bonds=0; ip link add bond0 type bond mode active-backup;"
                " ip link set wan1 down; ip link set wan1 master bond0; ip link set bond0 up; ip link set wan1 up;"
                " ip addr add 10.6.0.1/24 dev bond0; ip -n srv addr add 10.6.0.2/24 dev eth1;"
                " ip -n srv route replace 192.168.1.0/24 via 10.6.0.1",
         after="ip link del bond0; ip link set wan1 up; ip addr add 192.0.2.1/24 dev wan1 || true;"
               " ip -n srv addr del 10.6.0.2/24 dev eth1; ip -n srv route del 192.168.1.0/24 || true"),
    Case("begins on this router", on("lan0", "wan0"),
         [out("local", sure=True, origin="rtr"), out("local", sure=True, origin="rtr", kind="udp", port=53),
          out("local", sure=True, origin="rtr", host=SERVER6)]),
    Case("ends on this router", on("lan0", "wan0"),
         [out("local", sure=True, host=ROUTER, port=8080), out("local", host="2001:db8:1::1", port=8080),
          out("local", host=OUTSIDE, port=8080, origin="srv")]),
    Case("masquerade", on("lan0", "wan0") + "\ntable ip nat {\n" + chain(
        "post", "type nat hook postrouting priority srcnat", "oifname wan0 masquerade") + "\n}",
        [fast(), fast(kind="udp", port=53), out("local", origin="rtr")]),
    Case("a forwarded port",
         table(forward("ct status dnat tcp dport 443 " + ADD)) + "\ntable ip nat {\n" + chain(
             "pre", "type nat hook prerouting priority dstnat", "tcp dport 8443 dnat to 192.168.1.2:443",
             "tcp dport 8080 redirect to :8080") + "\n}",
         [fast(origin="srv", host=OUTSIDE, port=8443), out("no-rule", port=443),
          out("local", host=SERVER6.replace("2::2", "1::1"), port=8080)]),
    Case("masquerade, and rules that match the address after it",
         table(forward("ip saddr 203.0.113.1 " + ADD)) + "\ntable ip nat {\n" + chain(
             "post", "type nat hook postrouting priority srcnat", "oifname wan0 masquerade") + "\n}",
         [out("no-rule")]),
    Case("IPsec, where requests reach the rule", on("lan0", "wan0"), [fast(host="10.5.0.2"), fast()],
         before=IPSEC, after=NO_IPSEC),
    Case("IPsec, where only what was decrypted reaches the rule",
         table(forward("ct direction reply " + ADD)), [out("ipsec", host="10.5.0.2"), fast()],
         before=IPSEC, after=NO_IPSEC),
]

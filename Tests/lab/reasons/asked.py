"""What else a rule can ask: named limits, routes, kinds of devices, labels, and who decides for others."""

from case import FLOWTABLE, KERNEL, STRICT, Case, Flow, chain, fast, forward, out, table
from network import OTHER, SERVER6, VLAN
from states import SLOW_DOWN, SPEED_UP

ADD = "ct state established flow add @f"
WEB, TLS, SSH = dict(port=80), dict(port=443), dict(port=22)

CASES = [
    Case("a named limit that no flow meets",
         table("limit flood { rate over 1000000/second }",
               forward('ct state established limit name "flood" flow add @f')),
         [out(("no-rule", "unknown"), sure=False)]),
    Case("a named quota that is not used up",
         table("quota much { over 100000 mbytes }", forward('ct state established quota name "much" flow add @f')),
         [out(("no-rule", "unknown"), sure=False)]),
    Case("named limits by port, and silence",
         table("limit lots { rate 100000/second }",
               forward('tcp dport 80 limit name "lots" accept', ADD)),
         [fast(**WEB), out("idle", then="quiet", port=443)]),
    Case("a limit of connections", table(forward("ct count over 100000 drop", "tcp dport 80 " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("where an address lies, by the routes",
         table(forward("fib daddr type { local, broadcast, multicast } accept",
                       "fib daddr type unicast tcp dport 80 " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("addresses of this router alone", table(forward("fib daddr type local " + ADD)),
         [out("no-rule", sure=True), out("no-rule", sure=True, host=SERVER6)]),
    Case("a filter of false sources, by the routes",
         table(chain("early", "type filter hook prerouting priority raw", "fib saddr . iif oif missing drop"),
               forward("fib saddr . iif oif exists tcp dport 80 " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("packets to this machine, as the link has it",
         table(forward("meta pkttype { broadcast, multicast } drop", "meta pkttype host tcp dport 80 " + ADD,
                       "meta pkttype != host " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("groups of devices", table(forward("iifgroup 10 " + ADD, "oifgroup 11 drop")),
         [fast(), out("no-rule", src=VLAN, sure=True)],
         before="ip link set lan0 group 10", after="ip link set lan0 group 0"),
    Case("kinds of devices", table(forward('meta iifkind "vlan" ' + ADD)),
         [fast(src=VLAN), out("no-rule", sure=True)]),
    Case("types of devices", table(forward("iiftype ether tcp dport 80 " + ADD, "iiftype ppp " + ADD)),
         [fast(), out("no-rule", sure=True, **TLS)]),
    Case("a map from networks to marks",
         table("map providers { type ipv4_addr : mark; flags interval; elements = { 203.0.113.0/28 : 1,"
               " 203.0.113.128-203.0.113.255 : 2, 0.0.0.0-9.255.255.255 : 1 } }",
               forward("ct direction original meta mark set ip daddr map @providers", "meta mark 1 " + ADD)),
         [fast(), out("no-rule", sure=True, host=OTHER)]),
    Case("protocols that go their ways",
         table(chain("streams", ADD), chain("datagrams", "counter", "accept"),
               forward("meta l4proto vmap { tcp : goto streams, udp : goto datagrams }", ADD)),
         [fast(), out("no-rule", sure=True, kind="udp", port=53, names="accept")]),
    Case("devices, addresses and ports in one",
         table("set ways { type ifname . ipv4_addr . inet_service; flags interval;"
               ' elements = { "lan0" . 203.0.113.0/25 . 0-442 } }',
               forward("iifname . ip daddr . tcp dport @ways " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS), out("no-rule", src=VLAN)]),
    Case("an element for all others",
         table(chain("quick", ADD),
               forward("ct direction original th dport vmap { 22 : accept, 53 : accept, * : jump quick }")),
         [fast(**WEB), out("no-rule", sure=True, **SSH), out("no-rule", kind="udp", port=53)]),
    Case("where the answer comes from", table(forward("meta l4proto tcp ct reply proto-src 80 " + ADD,
                                                      "ct reply ip saddr 203.0.113.200 " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS), fast(host=OTHER, **TLS)]),
    Case("only what is not translated", table(forward("ct status & (snat | dnat) == 0 " + ADD)) + """
         table ip nat {
           chain post { type nat hook postrouting priority srcnat
             tcp dport 443 masquerade random,persistent
           }
         }""", [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("labels", table(chain("pre", "type filter hook prerouting priority mangle", "tcp dport 80 ct label set 5"),
                         forward("ct label 5 " + ADD)),
         [fast(**WEB), out("no-rule", **TLS)]),
    Case("marks shifted and joined",
         table(chain("pre", "type filter hook prerouting priority mangle",
                     "ct state new tcp dport 80 meta mark set 0x12", "ct state new ct mark set meta mark or 0x100",
                     "meta mark set ct mark lshift 8"),
               forward("meta mark and 0xffff00 == 0x11200 " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("a throw of dice", table(chain("quick", ADD),
                                  forward("numgen random mod 2 vmap { 0 : accept, 1 : jump quick }")),
         [fast()]),
    Case("a time that has passed", table(forward('meta time < "2001-01-01 00:00:00" ' + ADD)),
         [out(("no-rule", "unknown"))]),
    Case("a hardware address that is not its own", table(forward("ether saddr 02:00:00:00:00:99 " + ADD)),
         [out(("no-rule", "unknown"))]),
    Case("who owns the socket, which no forwarded packet has", table(forward("meta skuid 0 " + ADD)),
         [out("no-rule", sure=True)]),
    Case("a queue that nobody reads, and silence",
         table(forward("tcp dport { 22, 80 } queue num 7 bypass", "tcp sport 22 queue num 7 bypass", priority="-10",
                       name="early"), forward(ADD)),
         [fast(**WEB), out("idle", then="quiet", **SSH)]),
    Case("a queue before, in the same chain", table(forward("tcp dport 22 queue num 7 bypass",
                                                           "tcp sport 22 queue num 7 bypass", ADD)),
         [fast(**WEB), out("no-rule", **SSH)]),
    Case("a transparent proxy that does not run, and silence",
         table(chain("pre", "type filter hook prerouting priority mangle",
                     "ip protocol tcp tcp dport 80 tproxy ip to :50080 meta mark set 1 accept"), forward(ADD)),
         [fast(**TLS), out("idle", then="quiet", **WEB)]),
    Case("a meter that drops", table(
        "set heavy { type ipv4_addr; size 1000; flags dynamic,timeout; timeout 1m; }",
        forward("add @heavy { ip saddr limit rate over 100000/second } drop", "tcp dport 80 " + ADD)),
         [fast(**WEB), out("no-rule", **TLS)]),
    Case("statements on the way", table(
        "counter seen { }", "ct timeout slow {\nprotocol tcp\nl3proto ip\npolicy = { established : 600 }\n}",
        chain("pre", "type filter hook prerouting priority mangle", 'tcp dport 443 ct timeout set "slow"'),
        forward('log prefix "seen " level debug', "counter name seen meta nftrace set 0", "meta priority set 1:10",
                "ct event set new,destroy", 'ip dscp set cs1 comment "a \\\\ odd # comment { here"',
                "tcp dport { 80, 443 } " + ADD)),
         [fast(**WEB), out("idle", then="quiet", **TLS), out("no-rule", sure=True, **SSH)]),
    Case("header bits that every such packet has",
         table(forward("ip version 4 ip frag-off & 0x1fff == 0 tcp flags & (syn | fin | rst) == 0 "
                       "tcp flags & ack == ack tcp dport 80 " + ADD, "tcp flags syn " + ADD)),
         [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case("long packets alone", table(forward("meta length > 60000 " + ADD)),
         [out(("no-rule", "unknown"), sure=False)]),
    Case("IPv6 by networks and bits",
         table("set far { type ipv6_addr . inet_service; flags interval; elements = { 2001:db8:2::/48 . 80-90 } }",
               forward("ip6 saddr 2001:db8:1::/64 ip6 daddr & ::ff == ::2 ip6 daddr . tcp dport @far " + ADD)),
         [fast(host=SERVER6, **WEB), out("no-rule", sure=True, host=SERVER6, **TLS), out("no-rule", sure=True)]),
    Case("wildcards in a set", table(forward('iifname { "lan*", "br*" } oifname != { "wan1", "wan2" } ' + ADD)),
         [fast(), out("no-rule", host="192.0.2.2", sure=True)]),
    Case("a return out of the base chain", table(forward("th dport 443 return", "th sport 443 return", ADD)),
         [fast(), out("no-rule", sure=True, names="return", **TLS)]),
    Case("two flowtables, and the rule names the other",
         table(forward("tcp dport 80 ct state established flow add @g", "tcp dport 443 " + ADD)).replace(
             FLOWTABLE, FLOWTABLE + "\nflowtable g { hook ingress priority 5; devices = { lan1, wan1 }; counter; }"),
         [out(("input-device", "output-device")) if STRICT else Flow("software", "half-offloaded", slow="both"),
          fast(**TLS)],
         # No packet keeps it from being idle: it would come and go.
         before=SLOW_DOWN, after=SPEED_UP),
]

# A protocol among intervals: nft 1.0.6 swaps its one octet, which later kernels refuse.
if KERNEL < (6, 12):
    CASES.append(Case("a concatenation that excludes",
             table("set never { type ipv4_addr . inet_proto . inet_service; flags interval;"
                   " elements = { 203.0.113.0/25 . tcp . 400-500, 203.0.113.200 . udp . 53 } }",
                   forward("ct direction original ip daddr . meta l4proto . th dport != @never " + ADD)),
             [fast(**WEB), out("no-rule", sure=True, **TLS), fast(host=OTHER, **TLS),
              out("no-rule", host=OTHER, kind="udp", port=53)]))

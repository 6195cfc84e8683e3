"""What a rule can match: sets, maps, intervals, concatenations, marks, and what nobody can know beforehand."""

from case import Case, chain, fast, forward, out, table
from network import OTHER, SERVER6

# Ports.
WEB, TLS, SSH = dict(port=80), dict(port=443), dict(port=22)

CASES = [
    Case(
        "an anonymous set of ports",
        table(forward("ct state established tcp dport { 80, 443 } flow add @f")),
        [fast(**WEB), fast(**TLS), out("no-rule", mended="software", names="tcp dport", **SSH)],
        mend="nft add rule inet filter forward tcp dport 22 ct state established flow add @f"),
    Case(
        "a named set of networks",
        table("set fast { type ipv4_addr; flags interval; elements = { 203.0.113.0/25 } }",
              forward("ct state established ip daddr @fast flow add @f")),
        [fast(), out("no-rule", host=OTHER, mended="software"), out("no-rule", host=SERVER6)],
        mend="nft add element inet filter fast { 203.0.113.128/25 }", obey=False),
    Case(
        "an empty set",
        table("set fast { type inet_service; }", forward("ct state established tcp dport @fast flow add @f")),
        [out("no-rule", mended="software")],
        mend="nft add element inet filter fast { 80 }", obey=False),
    Case(
        "a set that excludes ports, which replies pass",
        table("set never { type inet_service; elements = { 22, 53 } }",
              forward("meta l4proto { tcp, udp } th dport != @never ct state established flow add @f")),
        [fast(), fast(**SSH), fast(kind="udp", port=53)]),
    Case(
        "a set that excludes both ways",
        table("set never { type inet_service; elements = { 22, 53 } }",
              forward("meta l4proto { tcp, udp } th dport != @never th sport != @never"
                      " ct state established flow add @f")),
        [fast(), out("no-rule", sure=True, **SSH), out("no-rule", kind="udp", port=53)]),
    Case(
        "a concatenation of address and port",
        table("set pairs { type ipv4_addr . inet_service; elements = { 203.0.113.2 . 80, 203.0.113.200 . 443 } }",
              forward("ct state established ip daddr . tcp dport @pairs flow add @f")),
        [fast(**WEB), out("no-rule", **TLS), fast(host=OTHER, **TLS), out("no-rule", host=OTHER, **WEB)]),
    Case(
        "a concatenation of intervals",
        table("set pairs { type ipv4_addr . inet_service; flags interval;"
              " elements = { 203.0.113.0/28 . 80-442, 203.0.113.128-203.0.113.255 . 443-499 } }",
              forward("ct state established ip daddr . tcp dport @pairs flow add @f")),
        [fast(**WEB), out("no-rule", **TLS), fast(host=OTHER, **TLS), out("no-rule", host=OTHER, **WEB)]),
    Case(
        "a verdict map that jumps",
        table(chain("quick", "ct state established flow add @f"),
              forward("tcp dport vmap { 80 : jump quick, 22 : accept, 400-500 : goto quick }",
                      "tcp dport 22 flow add @f")),
        [fast(**WEB), fast(**TLS), out("no-rule", **SSH), out("no-rule", kind="udp", port=4500)]),
    Case(
        "a verdict map of device pairs",
        table(chain("quick", "flow add @f"),
              "map ways { type ifname . ifname : verdict; elements = { \"lan0\" . \"wan0\" : jump quick } }",
              forward("ct state established iifname . oifname vmap @ways")),
        [fast(), fast(kind="udp", port=53), out("no-rule", src="192.168.30.2")]),
    Case(
        "a map from port to mark",
        table(forward("ct state established meta mark set tcp dport map { 80 : 1, 443 : 2, 22 : 3 }",
                      "ct state established meta mark 1-2 flow add @f")),
        [fast(**WEB), fast(**TLS), out("no-rule", **SSH)]),
    Case(
        "a mark that prerouting sets",
        table(chain("pre", "type filter hook prerouting priority mangle",
                    "ip saddr 192.168.1.0/24 tcp dport 80 meta mark set 0x10"),
              forward("meta mark & 0xf0 == 0x10 ct state established flow add @f")),
        [fast(**WEB), out(("no-rule", "unknown"), **SSH)]),
    Case(
        "a mark of the connection",
        table(chain("pre", "type filter hook prerouting priority mangle",
                    "ct state new tcp dport 80 ct mark set 7"),
              forward("ct mark 7 ct state established flow add @f")),
        [fast(**WEB), out("no-rule", sure=True, **TLS)]),
    Case(
        "bits of addresses and source ports",
        table(forward("ip saddr & 255.255.255.0 == 192.168.1.0 tcp sport >= 1024 ip daddr & 0.0.0.128 == 0"
                      " ct state established flow add @f")),
        [fast(), out("no-rule", host=OTHER)]),
    Case(
        "names of devices with a wildcard",
        table(forward("iifname \"lan*\" oifname != \"wan1\" ct state established flow add @f")),
        [fast(), out("no-rule", src="192.168.30.2"), out("no-rule", host="192.0.2.2")]),
    Case(
        "tuples of the connection",
        table(forward("ct original ip daddr 203.0.113.2 meta l4proto tcp ct original proto-dst 80"
                      " ct state established flow add @f")),
        [fast(**WEB), out("no-rule", **TLS), out("no-rule", kind="udp", port=80)]),
    Case(
        "a rule that sees only the reply",
        table(forward("ct direction reply tcp sport 80 ct state established flow add @f")),
        [fast(**WEB), out("no-rule", **TLS)]),
    Case(
        "a rule that sees only the first packet",
        table(forward("ct state new flow add @f")),
        [out("no-rule", mended="software"), out("no-rule", kind="udp", port=53)],
        mend="nft add rule inet filter forward ct state established flow add @f"),
    Case(
        "a limit that no flow meets",
        table(forward("ct state established limit rate over 1000000/second flow add @f")),
        [out(("no-rule", "unknown"), sure=False)]),
    Case(
        "a field that only packets have",
        table(forward("ct state established ip dscp ef flow add @f")),
        [out(("no-rule", "unknown"), sure=False)]),
    Case(
        "a quota that is not used up",
        table(forward("ct state established quota over 100000 mbytes flow add @f")),
        [out(("no-rule", "unknown"), sure=False)]),
    Case(
        "a set that packets fill",
        table("set seen { type ipv4_addr; size 100; flags dynamic, timeout; timeout 1m; }",
              forward("tcp dport 80 add @seen { ip saddr }", "ip saddr @seen ct state established flow add @f")),
        [fast(**WEB), fast(**SSH)]),
    Case(
        "connections of many bytes only",
        table(forward("ct state established ct bytes > 1000000000 flow add @f")),
        [out(("no-rule", "unknown"))]),
]

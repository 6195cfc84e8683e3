"""What decides before the rule is reached: chains, jumps, tables and priorities."""

from case import FLOWTABLE, STRICT, Case, Flow, chain, fast, forward, out, table
from network import SERVER6

ADD = "ct state established flow add @f"

CASES = [
    Case(
        "a rule that accepts before",
        table(forward("ct state established,related accept", "tcp dport 80 flow add @f", "ct state new accept",
                      policy="drop")),
        [out("no-rule", sure=True, mended="software", names="accept")],
        mend="nft insert rule inet filter forward ct state established flow add @f"),
    Case(
        "no rule but a flowtable", table(forward("ct state established accept")),
        [out("no-rule", mended="software"), out("no-rule", host=SERVER6, mended="software")],
        mend=f"nft insert rule inet filter forward {ADD}"),
    Case(
        "no flowtable", table(forward("ct state established accept"), flowtable=""),
        [out("no-flowtable", sure=True), out("protocol", kind="ping", port=0)]),
    Case(
        "a chain that nobody jumps to", table(chain("quick", ADD), forward("ct state established accept")),
        [out("no-rule", sure=True, mended="software")],
        mend="nft insert rule inet filter forward jump quick"),
    Case(
        "jumps three deep that return",
        table(chain("c", "ct direction reply return", "tcp dport 22 return", ADD),
              chain("b", "jump c", "tcp dport 443 return"),
              chain("a", "tcp dport 53 return", "jump b"), forward("jump a", "accept")),
        [fast(), fast(port=443), out("no-rule", port=22), out("no-rule", port=53)]),
    Case(
        "a return that only requests meet",
        table(chain("a", "tcp dport 22 return", ADD), forward("jump a", "accept")),
        [fast(), fast(port=22)]),
    Case(
        "a goto that never comes back",
        table(chain("aside", "counter"), forward("tcp dport 443 goto aside", "tcp sport 443 goto aside", ADD)),
        [fast(), out("no-rule", port=443, sure=True, names="goto")]),
    Case(
        "an earlier chain that accepts, which is no end",
        table(forward("accept", priority="-10", name="early"), forward(ADD)), [fast()]),
    Case(
        "the rule in a late chain, after a policy of drop",
        table(forward("ct state established,related accept", "ct state new accept", policy="drop"),
              forward(ADD, priority="50", name="late")), [fast(), fast(kind="udp", port=53)]),
    Case(
        "two tables with a flowtable each",
        table(forward("tcp dport 80 " + ADD)) + """
          table inet second {
            flowtable g { hook ingress priority 5; devices = { lan0, wan0 }; counter; }
            chain forward { type filter hook forward priority 1
              tcp dport 443 ct state established flow offload @g
            }
          }""", [fast(port=80), fast(port=443), out("no-rule", port=22)]),
    Case(
        "the first of two flowtables holds one device only",
        table(forward(ADD, priority="-5"), flowtable="flowtable f { hook ingress priority 0; devices = { lan0 };"
              " counter; }") + """
          table inet second {
            flowtable g { hook ingress priority 5; devices = { lan0, wan0 }; counter; }
            chain forward { type filter hook forward priority 1
              ct state established flow add @g
            }
          }""",
        [fast() if STRICT else Flow("software", "half-offloaded", slow="reply")]),
    Case(
        "a dormant table",
        table(forward(ADD)).replace("table inet filter {", "table inet filter {\nflags dormant")
        + "\ntable inet other {\n" + forward("ct state invalid drop") + "\n}",
        [out(("no-rule", "no-flowtable"), mended="software")],
        mend="nft add table inet filter", obey=False),
    Case(
        "a table for IPv4 only",
        table(forward(ADD), family="ip") + "\ntable inet other {\n" + forward("ct state invalid drop") + "\n}",
        [fast(), out("no-rule", host=SERVER6, sure=True)]),
    Case(
        "a table for IPv6 only",
        table(forward(ADD), family="ip6") + "\ntable inet other {\n" + forward("ct state invalid drop") + "\n}",
        [fast(host=SERVER6), out("no-rule", sure=True)]),
    Case(
        "iptables rules beside",
        table(forward(ADD, policy="accept", priority="10")), [fast(), fast(port=443)],
        before="iptables-nft -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT;"
               " iptables-nft -A FORWARD -p tcp -m multiport --dports 80,443 -j ACCEPT;"
               " iptables-nft -P FORWARD DROP"),
    Case(
        "a mark that iptables sets",
        table(forward("meta mark 9 " + ADD)), [fast(), out("no-rule", port=443)],
        before="iptables-nft -t mangle -A PREROUTING -p tcp -m comment --comment web --dport 80"
               " -j MARK --set-mark 9"),
    Case(
        "a zone", table(chain("zone", "type filter hook prerouting priority raw", "ct zone set 7"),
                        forward("ct zone 7 tcp dport 80 " + ADD)),
        [fast(), out("no-rule", port=443)]),
    Case(
        "a chain at ingress beside",
        table(forward(ADD)) + """
          table netdev early {
            chain lan { type filter hook ingress device lan0 priority -300; policy accept
              tcp dport 1 drop
            }
          }""", [fast()]),
    Case(
        "a flowtable of another family than the rule's neighbours",
        "table ip one {\n" + FLOWTABLE + "\n" + forward("tcp dport 80 " + ADD) + "\n}\n"
        "table ip6 one {\n" + FLOWTABLE + "\n" + forward("tcp dport 443 " + ADD) + "\n}",
        [fast(), out("no-rule", port=443), fast(host=SERVER6, port=443), out("no-rule", host=SERVER6)]),
]

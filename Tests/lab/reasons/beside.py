"""Other software's rules beside those that offload: VyOS, Calico, ufw, iptables of both kinds, several tables."""

from case import FLOWTABLE, Case, chain, fast, forward, out, table
from network import OTHER, SECOND, SERVER6, VLAN

ADD = "ct state established flow add @f"
VYOS = """
table ip vyos_conntrack {
  chain VYOS_CT_HELPER {
    tcp dport 21 ct state new return
    return
  }
  chain VYOS_CT_IGNORE {
    return
  }
  chain PREROUTING {
    type filter hook prerouting priority -300; policy accept
    counter jump VYOS_CT_IGNORE
    counter jump VYOS_CT_HELPER
  }
}
table ip vyos_filter {
  flowtable VYOS_FLOWTABLE_fast { hook ingress priority 0; devices = { lan0, wan0 }; counter; }
  set A_servers { type ipv4_addr; flags interval; auto-merge; elements = { 203.0.113.0/26 } }
  set P_web { type inet_service; flags interval; auto-merge; elements = { 80, 8000-8999 } }
  chain VYOS_FORWARD_filter {
    type filter hook forward priority filter; policy accept
    counter jump VYOS_STATE_POLICY_FORWARD
    ct state { established, related } meta l4proto tcp ip daddr @A_servers tcp dport @P_web counter flow add @VYOS_FLOWTABLE_fast comment "ipv4-FWD-filter-10"
    ct state { established, related } counter accept comment "ipv4-FWD-filter-20"
    iifname "lan0" counter jump NAME_LAN-WAN comment "ipv4-FWD-filter-30"
    counter accept comment "FWD-filter default-action accept"
  }
  chain NAME_LAN-WAN {
    ct state new counter accept comment "ipv4-NAM-LAN-WAN-10"
    counter drop
  }
  chain VYOS_STATE_POLICY_FORWARD {
    ct state invalid counter drop
    return
  }
}
table ip6 vyos_filter {
  chain VYOS_IPV6_FORWARD_filter {
    type filter hook forward priority filter; policy accept
    ct state invalid counter drop
    counter accept
  }
}
"""
CALICO = """
iptables-nft -N cali-FORWARD; iptables-nft -N cali-from-wl; iptables-nft -N cali-from-host
iptables-nft -A FORWARD -m comment --comment "cali:wUHhoiAYhphO9Mso" -j cali-FORWARD
iptables-nft -A cali-FORWARD -m comment --comment "cali:vjrMJCRpqwy5oRoX" -j MARK --set-xmark 0x0/0xe0000
iptables-nft -A cali-FORWARD -m comment --comment "cali:A_sPAO0mcxbT9mOV" -m mark --mark 0x0/0x10000 -j cali-from-host
iptables-nft -A cali-FORWARD -i cali+ -m comment --comment "cali:8ZoYfO5HKXWbB3pk" -j cali-from-wl
iptables-nft -A cali-from-host -p tcp -m multiport --dports 80,8080 -j MARK --set-xmark 0x10000/0x10000
iptables-nft -A cali-from-wl -m conntrack --ctstate INVALID -j DROP
iptables-nft -A FORWARD -m comment --comment "cali:S93hcgKJrXEqnTfs" -m mark --mark 0x10000/0x10000 -j ACCEPT
"""
UFW = """
for chain in ufw-before-forward ufw-user-forward ufw-logging-deny ufw-skip; do iptables-nft -N $chain; done
iptables-nft -A FORWARD -j ufw-before-forward
iptables-nft -A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables-nft -A ufw-before-forward -p icmp --icmp-type echo-request -j ACCEPT
iptables-nft -A ufw-before-forward -j ufw-user-forward
iptables-nft -A ufw-user-forward -p tcp -m tcp --dport 80 -m conntrack --ctstate NEW -m recent --set --name DEFAULT
iptables-nft -A ufw-logging-deny -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
iptables-nft -A ufw-skip -m addrtype --dst-type BROADCAST -j DROP
iptables-nft -A ufw-user-forward -m pkttype --pkt-type multicast -j ufw-skip
iptables-nft -A ufw-user-forward -m iprange --src-range 192.168.1.2-192.168.1.9 -j ACCEPT
"""
LEGACY = """
iptables-legacy -t mangle -A PREROUTING -p tcp --dport 443 -j MARK --set-mark 9
iptables-legacy -A FORWARD -p tcp --dport 22 -j ACCEPT
"""
NO_LEGACY = """
iptables-legacy -t mangle -F; iptables-legacy -F
modprobe -r iptable_mangle iptable_filter ip_tables || true
"""

CASES = [
    Case("as VyOS does", VYOS, [fast(), out("no-rule", sure=True, port=443, names="@P_web"),
                                out("no-rule", sure=True, host=OTHER), out("no-rule", sure=True, host=SERVER6)]),
    Case("Calico's marks beside", table(forward("meta mark & 0x10000 == 0x10000 " + ADD, priority="10")),
         [fast(), out("no-rule", port=443)], before=CALICO),
    Case("as ufw does, and a rule behind for some ports", table(forward("tcp dport 80 " + ADD, priority="10")),
         [fast(), out("no-rule", sure=True, port=443)], before=UFW),
    Case("older iptables beside", table(forward("meta mark 9 " + ADD)),
         [fast(port=443), out(("no-rule", "unknown"), sure=False)], before=LEGACY, after=NO_LEGACY),
    Case("iptables saves a mark for later", table(forward("ct mark 0x5 " + ADD)),
         [fast(), out("no-rule", sure=True, port=443)],
         before="iptables-nft -t mangle -A PREROUTING -j CONNMARK --restore-mark;"
                " iptables-nft -t mangle -A PREROUTING -m mark --mark 5 -j ACCEPT;"
                " iptables-nft -t mangle -A PREROUTING -p tcp --dport 80 -j MARK --set-mark 5;"
                " iptables-nft -t mangle -A PREROUTING -j CONNMARK --save-mark"),
    Case("iptables drops what has another mark", table(forward("tcp dport { 80, 443 } " + ADD, priority="10")),
         [fast(), out("idle", then="quiet", port=443), out("no-rule", sure=True, port=22)],
         before="iptables-nft -A FORWARD -m mark ! --mark 0 -j DROP;"
                " iptables-nft -A FORWARD -m connmark --mark 7/7 -j REJECT;"
                " iptables-nft -A FORWARD -m conntrack --ctdir ORIGINAL --ctorigdst 203.0.113.99 -j DROP"),
    Case("a mark from a chain at ingress",
         table(forward("meta mark 7 " + ADD)) + """
          table netdev early {
            chain lan { type filter hook ingress device lan0 priority -300; policy accept
              tcp dport 80 meta mark set 7
            }
          }""", [fast(), out(("no-rule", "unknown"), port=443)]),
    Case("tables of three families, in an order",
         "table ip one {\n" + FLOWTABLE + "\n" + forward("tcp dport 443 accept", "tcp dport 80 " + ADD, priority="5")
         + "\n}\ntable ip6 one {\n" + forward("accept", priority="-5") + "\n}\n"
         "table inet every {\n" + FLOWTABLE.replace("flowtable f", "flowtable h") + "\n"
         + forward("meta mark set 3", "meta nfproto ipv6 ct state established flow add @h", priority="-1") + "\n}\n"
         "table inet late {\n" + FLOWTABLE.replace("flowtable f", "flowtable i") + "\n"
         + forward("meta mark != 3 ct state established flow add @i", priority="30") + "\n}",
         [fast(), out("no-rule", sure=True, port=443), fast(host=SERVER6)]),
    Case("zones of a firewall, by pairs of devices", """
         table inet fw {
           flowtable f { hook ingress priority filter; devices = { lan0, wan0 }; counter; }
           chain established { meta l4proto { tcp, udp } flow add @f; accept; }
           chain lan-wan { ct state vmap { established : jump established, related : accept, invalid : drop }; accept; }
           chain wan-lan { ct state vmap { established : accept, related : accept, invalid : drop }; drop; }
           chain vlan-wan { ct state established tcp dport 443 jump established; accept; }
           map zones { type ifname . ifname : verdict
             elements = { lan0 . wan0 : jump lan-wan, wan0 . lan0 : jump wan-lan, "lan0.10" . wan0 : goto vlan-wan }
           }
           chain forward { type filter hook forward priority filter; policy drop;
             iifname . oifname vmap @zones comment "zones"
             ct state established,related accept
             iifname lan0 oifname wan1 accept
           }
         }""".replace("; ", "\n").replace("{ meta", "{\nmeta").replace("{ ct state v", "{\nct state v")
         .replace("{ ct state e", "{\nct state e"),
         [fast(), fast(kind="udp", port=53), fast(src=VLAN, port=443), out("no-rule", sure=True, src=VLAN),
          out("no-rule", sure=True, host=SECOND)]),
]

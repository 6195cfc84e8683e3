"""Rulesets as they are found on routers: of OpenWrt, of firewalld, of Docker, written by hand."""

from case import Case, fast, out
from network import SERVER6

OPENWRT = """
table inet fw4 {
  flowtable ft {
    hook ingress priority 0
    devices = { lan0, wan0 }
    counter
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    %s
    ct state vmap { established : accept, related : accept, invalid : drop } comment "!fw4: known connections"
    iifname "lan0" jump forward_lan comment "!fw4: lan"
    iifname "wan0" jump forward_wan comment "!fw4: wan"
    jump handle_reject
  }
  chain forward_lan {
    jump accept_to_wan
    oifname "lan0" counter accept
  }
  chain forward_wan {
    icmp type echo-request limit rate 1000/second counter accept
    jump handle_reject
  }
  chain accept_to_wan {
    meta nfproto ipv4 oifname "wan0" ct state invalid counter drop
    oifname "wan0" counter accept
  }
  chain handle_reject {
    meta l4proto tcp reject with tcp reset
    reject
  }
  chain srcnat {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan0" meta nfproto ipv4 masquerade
  }
  chain mangle_forward {
    type filter hook forward priority mangle; policy accept;
    iifname "wan0" tcp flags & (fin | syn | rst) == syn tcp option maxseg size set rt mtu
  }
}"""
FIREWALLD = """
table inet firewalld {
  flowtable fast { hook ingress priority 0; devices = { lan0, wan0 }; counter; }
  chain filter_FORWARD {
    type filter hook forward priority filter + 10; policy accept;
    %s ct state { established, related } accept
    ct status dnat accept
    iifname "lo" accept
    ct state invalid drop
    ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002::/24 } reject with icmpv6 type addr-unreachable
    jump filter_FORWARD_POLICIES
    reject with icmpx admin-prohibited
  }
  chain filter_FORWARD_POLICIES {
    iifname "lan0" oifname "wan0" jump filter_FWD_internal
    reject with icmpx admin-prohibited
  }
  chain filter_FWD_internal {
    jump filter_FWD_internal_pre
    accept
  }
  chain filter_FWD_internal_pre { }
}"""
# As Docker's own rules, in iptables.
DOCKER = """
iptables-nft -N DOCKER; iptables-nft -N DOCKER-USER; iptables-nft -N DOCKER-FORWARD
iptables-nft -P FORWARD DROP
iptables-nft -A FORWARD -j DOCKER-USER
iptables-nft -A FORWARD -j DOCKER-FORWARD
iptables-nft -A DOCKER-FORWARD -o lan0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables-nft -A DOCKER-FORWARD -o lan0 -j DOCKER
iptables-nft -A DOCKER-FORWARD -i lan0 ! -o lan0 -j ACCEPT
iptables-nft -A DOCKER -i wan0 -m addrtype --dst-type LOCAL -j ACCEPT
iptables-nft -t nat -A POSTROUTING -s 192.168.1.0/24 ! -o lan0 -j MASQUERADE
"""

CASES = [
    Case("as OpenWrt does, with flow offloading", OPENWRT % "meta l4proto { tcp, udp } flow offload @ft",
         [fast(), fast(kind="udp", port=53), fast(host=SERVER6), out("protocol", kind="ping", port=0)]),
    Case("as OpenWrt does, without its rule", OPENWRT % "",
         [out("no-rule", sure=True, names="vmap", mended="software")],
         mend="nft insert rule inet fw4 forward meta l4proto { tcp, udp } flow add @ft"),
    Case("as firewalld does, and the rule behind",
         FIREWALLD % "" + "\nadd rule inet firewalld filter_FORWARD ct state established flow add @fast",
         [out("no-rule", sure=True, names="established", mended="software")],
         mend="nft insert rule inet firewalld filter_FORWARD ct state established flow add @fast"),
    Case("as firewalld does, and the rule before",
         FIREWALLD % "ct state established meta l4proto { tcp, udp } flow add @fast\n",
         [fast(), fast(host=SERVER6)]),
    Case("Docker beside a table that offloads", """
         table inet fastpath {
           flowtable f { hook ingress priority filter; devices = { lan0, wan0 }; counter; }
           chain forward {
             type filter hook forward priority filter - 1; policy accept;
             ip protocol { tcp, udp } ct state established flow add @f
           }
         }""", [fast(), fast(kind="udp", port=53), out("no-rule", host=SERVER6)], before=DOCKER),
    Case("only Docker", "", [out(("no-flowtable", "no-rule"))], before=DOCKER),
    Case("by hand, with a list of those who may", """
         define lan = lan0
         define wan = wan0
         table inet router {
           set trusted { typeof ip saddr; flags interval; auto-merge; elements = { 192.168.1.0/26, 10.0.0.0/8 } }
           map verdicts {
             type inet_proto . inet_service : verdict
             elements = { tcp . 22 : goto bulk, udp . 53 : accept }
           }
           flowtable f { hook ingress priority filter; devices = { $lan, $wan }; counter; }
           chain bulk { ip dscp set cs1; accept }
           chain fastpath {
             meta l4proto . th dport vmap @verdicts
             meta l4proto . th sport vmap @verdicts
             ip saddr @trusted flow add @f comment "the fast path"
           }
           chain forward {
             type filter hook forward priority filter; policy drop;
             ct state invalid drop
             ct state { established, related } jump fastpath
             ct state { established, related } accept
             iifname $lan oifname $wan accept
           }
         }""".replace("{ ip dscp set cs1; accept }", "{\n ip dscp set cs1\n accept\n }"),
         [fast(), out("no-rule", port=22), out(("no-rule", "unknown"), kind="udp", port=53),
          out("no-rule", host=SERVER6)]),
    Case("by hand, with shaping of what goes out", """
         table inet mangle {
           chain forward { type filter hook forward priority mangle; policy accept;
             ct mark set meta mark
             meta priority set 1:10
             ct state new limit rate over 10000/second burst 500 packets log prefix "flood " drop
           }
         }
         table inet nat {
           chain post { type nat hook postrouting priority srcnat; policy accept;
             ip saddr 192.168.0.0/16 oif wan0 snat ip to 203.0.113.1
           }
         }
         table inet filter {
           flowtable f { hook ingress priority -100; devices = { lan0, wan0 }; counter; }
           counter seen { }
           chain forward { type filter hook forward priority filter; policy drop;
             counter name seen
             tcp dport != { 25, 465 } ct packets > 10 flow add @f
             ct state established,related accept
             ct state new iif lan0 accept
           }
         }""", [fast(), fast(host=SERVER6)]),
]

"""What a flow itself is: its protocol, its state, how long it was silent, what is attached to it."""

from case import LINGERS, Case, Flow, chain, fast, forward, out, table
from network import SERVER6, SILENT

ADD = "ct state established flow add @f"
EVERYTHING = table(forward("flow add @f"))
USUAL = table(forward(ADD))
# TCP from port 1111 to SILENT: a SYN.
SYN = f"0457{SILENT:04x}" + "00000001" + "00000000" + "5002ffff" + "00000000"
SLOW_DOWN = "sysctl -qw net.netfilter.nf_flowtable_tcp_timeout=30 net.netfilter.nf_flowtable_udp_timeout=30"
SPEED_UP = SLOW_DOWN.replace("=30", "=3")

CASES = [
    Case("protocols that no kernel offloads", EVERYTHING,
         [out("protocol", sure=True, kind="ping", port=0),
          out("protocol", sure=True, kind="ping", port=0, host=SERVER6),
          out("protocol", sure=True, kind="raw", port=50, data="00" * 16),
          out("protocol", sure=True, kind="raw", port=253, data="00" * 16)]),
    Case("SCTP", EVERYTHING, [out("protocol", sure=True, kind="sctp")]),
    Case("GRE", EVERYTHING, [fast(kind="raw", port=47, data="00000800" + "00" * 20)]),
    Case("GRE with a translated address", EVERYTHING + "\ntable ip nat {\n" + chain(
        "post", "type nat hook postrouting priority srcnat", "oifname wan0 masquerade") + "\n}",
        [out("protocol", kind="raw", port=47, data="00000800" + "00" * 20)]),
    Case("UDP without an answer", USUAL, [out("unreplied", kind="udp", port=SILENT)]),
    Case("UDP without an answer, and a rule that asks for none", EVERYTHING,
         [fast(kind="udp", port=SILENT), fast(kind="udp", port=53)]),
    Case("TCP without an answer", EVERYTHING, [out("not-established", sure=True, kind="raw", port=6, data=SYN)]),
    Case("TCP that ended", USUAL,
         [Flow("software", "lingering", then="close") if LINGERS else out("closing", sure=True, then="close")]),
    Case("TCP that was reset", USUAL,
         [Flow("software", ("lingering", None), then="reset") if LINGERS else out("closing", then="reset")],
         before=SLOW_DOWN, after=SPEED_UP),
    Case("silence", USUAL, [out("idle", then="quiet", mended="software"),
                            out("idle", then="quiet", kind="udp", port=53, mended="software")], resume=True),
    Case("silent since before the rules came", USUAL,
         [out("waiting", then="before", mended="software")], resume=True, before=SLOW_DOWN, after=SPEED_UP),
    Case("a helper",
         table('ct helper ftp { type "ftp" protocol tcp; }',
               chain("pre", "type filter hook prerouting priority filter", 'tcp dport 21 ct helper set "ftp"'),
               forward(ADD)),
         [out("helper", sure=True, port=21, names="ftp"), fast()]),
    Case("a helper set too late, which is none",
         table('ct helper ftp { type "ftp" protocol tcp; }',
               forward(ADD, 'ct state established tcp dport 21 ct helper set "ftp"')),
         [fast(port=21)]),
    Case("SYN proxy",
         table(chain("raw", "type filter hook prerouting priority raw", "tcp dport 80 tcp flags syn notrack"),
               forward("tcp dport 80 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm",
                       "ct state invalid drop", ADD)),
         [out("sequence-adjust", sure=True), fast(port=443)],
         before="sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0",
         after="sysctl -qw net.netfilter.nf_conntrack_tcp_loose=1"),
    Case("TCP options rewritten before",
         table(forward("tcp flags syn tcp option maxseg size set rt mtu", ADD)), [fast(), fast(host=SERVER6)]),
]

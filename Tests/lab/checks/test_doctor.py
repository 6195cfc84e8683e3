"""What the doctor says of a router with one thing broken: it names that first, and its command mends it."""

import json
import subprocess
import tempfile

from machine import FLOWLANES, MODULE, Failure, Router, Traffic, inside, wait

FILTER = "type filter hook forward priority filter;"


def examine(*options):
    """The doctor's checks, as it orders them."""
    said = subprocess.run(
        ["ip", "netns", "exec", "rtr", FLOWLANES, "doctor", "--json", *options],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    checks = [json.loads(line) for line in said.stdout.splitlines()]
    failed = any(check["outcome"] == "fail" for check in checks)
    if said.returncode != (2 if failed else 0):
        raise Failure(f"doctor ended with {said.returncode}: {said.stderr or said.stdout}")
    return checks


def complaints(checks):
    return [check for check in checks if check["outcome"] != "pass"]


def shell(commands):
    inside("rtr", "bash", "-euc", commands)


def is_healthy(*options):
    found = complaints(examine(*options))
    if found:
        raise Failure(f"a healthy router: {found}")


def breaks(what, expected, outcome="fail"):
    """Breaks something; the doctor must name that first, and its first command must mend it."""
    shell(what)
    checks = examine()
    first = checks[0]
    if (first["check"], first["outcome"]) != (expected, outcome):
        raise Failure(f"after {what!r}: {json.dumps(complaints(checks), indent=1)}")
    command = next((fix["command"] for fix in first["fixes"] if fix["command"]), None)
    if not command:
        raise Failure(f"after {what!r}: nothing mends {first}")
    shell(command)
    left = [check for check in complaints(examine()) if check["check"] == expected]
    if left:
        raise Failure(f"{command!r} did not mend {what!r}: {left}")
    print(f"  {expected}: {first['text']}\n    " + command.replace("\n", "\n    "), flush=True)


def table(chain, devices="lan0, wan0", flags="counter;"):
    """Commands that make the ruleset anew."""
    return (
        "nft delete table inet filter; nft -f - <<'RULES'\ntable inet filter {\n"
        f"flowtable f {{ hook ingress priority filter; devices = {{ {devices} }}; {flags} }}\n"
        f"{chain}\n}}\nRULES")


OFFLOADS = f"chain forward {{ {FILTER} ct state established flow add @f; }}"


def test_a_healthy_router_gives_only_passes():
    for settings in (
        dict(), dict(LINK="vlan"), dict(LINK="bridge"), dict(NAT="both", SPELLING="offload"),
    ):
        # The flowtable of these routers lists the bridge's port and the VLAN's lower device.
        with Router(**settings):
            is_healthy()


def test_a_healthy_router_with_hardware_gives_only_passes():
    if MODULE:
        with Router(LANES="hardware"), Traffic("cli") as traffic:
            is_healthy()
            traffic.open("web", "tcp", "203.0.113.2", 80, down=5000)
            wait("the flow is in hardware", lambda: "offloaded" in examine_text())
            is_healthy()


def examine_text():
    return " ".join(check["text"] for check in examine())


def test_what_keeps_packets_from_being_forwarded():
    with Router():
        breaks("sysctl -qw net.ipv4.ip_forward=0", "forwarding-ipv4")
        breaks("sysctl -qw net.ipv6.conf.all.forwarding=0", "forwarding-ipv6")


def test_flowtables_and_their_devices():
    with Router():
        breaks("nft delete table inet filter", "flowtable")
        breaks("nft flush ruleset; nft add table inet filter; nft add chain inet filter through "
               f"'{{ {FILTER} policy accept; }}'", "flowtable")
        shell("nft flush ruleset; nft add table inet filter")
        breaks(table(OFFLOADS, devices="lan0"), "device-coverage")
        breaks("ip link set wan0 down", "device-down")
        shell(table(OFFLOADS))
        is_healthy()


def test_rules_that_nothing_reaches():
    with Router():
        breaks("nft flush chain inet filter forward", "offload-rule")
        breaks(table("chain other { ct state established flow add @f; }\n"
                     f"chain forward {{ {FILTER} accept; }}"), "rule-hook")
        breaks(table(OFFLOADS) + "\nnft insert rule inet filter forward ct state established,related accept",
               "rule-reach")
        breaks(table(OFFLOADS) + "\nnft insert rule inet filter forward ct state vmap '{ established : accept }'",
               "rule-reach")
        breaks(table(f'chain forward {{ {FILTER} iifname "eth9" ct state established flow add @f; }}'),
               "rule-device")
        breaks(table(OFFLOADS) + "\nnft add table inet filter '{ flags dormant; }'", "table-dormant")
        breaks(table(OFFLOADS) + "\nnft -f - <<'RULES'\ntable inet early {\nchain pre { type filter hook "
               "prerouting priority raw; notrack; }\n}\nRULES", "notrack")
        is_healthy()


def test_rules_that_ask_for_too_much():
    offloads = f"chain forward {{ {FILTER} %s flow add @f; }}"
    with Router():
        breaks(table(offloads % "ct state new"), "rule-reach")
        breaks(table("set fast { type ipv4_addr; }\n" + offloads % "ip daddr @fast ct state established"),
               "rule-set")
        breaks("nft delete table inet filter; nft -f - <<'RULES'\ntable ip filter {\n"
               "flowtable f { hook ingress priority filter; devices = { lan0, wan0 }; counter; }\n"
               f"{OFFLOADS}\n}}\nRULES", "rule-family", "warn")
        shell("nft flush ruleset; nft add table inet filter")
        shell(table(OFFLOADS))
        with Traffic("cli") as traffic:
            # A mark that nothing sets: the flows themselves tell.
            shell(table(offloads % "ct mark 5 ct state established"))
            traffic.open("web", "tcp", "203.0.113.2", 80, every=0.05)
            breaks("true", "flow-rules", "warn")
        shell(table(OFFLOADS))
        is_healthy()


def test_others_that_end_the_way():
    with Router():
        breaks(table(OFFLOADS) + "\nnft -f - <<'RULES'\ntable inet early {\nchain every { type filter hook "
               "forward priority -10; policy drop\nct state new accept\n}\n}\nRULES", "rule-reach")
        breaks("nft 'flush chain inet early every; add rule inet early every ct state established drop;"
               " add chain inet early every { policy accept; }'", "rule-reach")
        shell("nft delete table inet early")
        breaks(table("chain aside { counter\n }\n" + f"chain forward {{ {FILTER} goto aside; }}")
               + "\nnft add rule inet filter forward ct state established flow add @f", "rule-reach")
        breaks(table(OFFLOADS) + "\nnft insert rule inet filter forward queue num 3 bypass", "rule-reach")
        shell(table(OFFLOADS))
        breaks("iptables-nft -t raw -A PREROUTING -j CT --notrack", "notrack")
        shell("nft delete table ip raw")
        is_healthy()


def test_devices_and_ways_that_came_later():
    with Router():
        shell("ip link add dum0 type dummy; ip link set dum0 up")
        breaks(table(OFFLOADS, devices="lan0, dum0"), "device-coverage")
        shell("ip link del dum0")
        shell(table(OFFLOADS))
        breaks("ip link add wan1 type veth peer name wan1x; ip link set wan1 up; ip link set wan1x up;"
               " ip addr add 192.0.2.1/24 dev wan1; ip route add default via 192.0.2.2", "device-coverage")
        shell("ip link del wan1")
        shell(table(OFFLOADS))
        breaks("sysctl -qw net.netfilter.nf_flowtable_udp_timeout=0", "flowtable-timeout")
        is_healthy()

def test_what_only_makes_it_worse():
    with Router():
        breaks("sysctl -qw net.netfilter.nf_conntrack_acct=0", "accounting", "warn")
        breaks(table(OFFLOADS, flags=""), "flowtable-counter", "warn")
        breaks("sysctl -qw net.netfilter.nf_flowtable_tcp_timeout=1", "flowtable-timeout", "warn")
        breaks("ip link set lan0 mtu 9000", "mtu", "warn")
        shell("modprobe -a ifb sch_htb sch_ingress br_netfilter")
        breaks("ip link add ifb0 type ifb; ip link set ifb0 up; tc qdisc add dev ifb0 root htb; "
               "tc qdisc add dev wan0 ingress", "ingress-redirect", "warn")
        is_healthy()
    with Router(LINK="bridge"):
        shell("ip link add lan1 type veth peer name lan1x; ip link set lan1 master br0 up; "
              "sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0")
        breaks("sysctl -qw net.bridge.bridge-nf-call-iptables=1", "bridge-netfilter", "warn")
    if MODULE:
        with Router(LANES="hardware"):
            breaks("tc qdisc add dev hwlan0 root htb", "qdisc", "warn")
        with Router(LANES="both"):
            breaks("true", "flowtable-overlap", "warn")


def test_a_recording_is_examined_like_the_router():
    with Router(), tempfile.NamedTemporaryFile(suffix=".pcapng") as file:
        shell("nft flush chain inet filter forward")
        inside("rtr", FLOWLANES, "record", file.name, "--for", "100ms")
        live, played = examine(), examine("--replay", file.name)
        if live != played:
            raise Failure(f"live {live}\nplayed {played}")

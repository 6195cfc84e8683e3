"""The one network of all cases: a router with several ways in and out, and traffic on command from each side.

    cli 192.168.1.2   eth0     lan0     [rtr]  wan0    203.0.113.2   eth0  srv   the plain way, IPv6 too
        192.168.10.2  eth0.10  lan0.10         wan1    192.0.2.2     eth1        a VLAN; a second way out
        192.168.20.2  eth1     lan1 in br0     hwwan0  198.51.100.2  eth2        a bridge; the card's ports
        192.168.30.2  eth2     hwlan0

A flow's source address chooses its way in, its destination the way out.
"""

import contextlib

from machine import Router, Traffic, inside, run, serve

SERVER, SERVER6, SECOND, CARD = "203.0.113.2", "2001:db8:2::2", "192.0.2.2", "198.51.100.2"
OTHER = "203.0.113.200"  # the server too
VLAN, BRIDGED, PORT = "192.168.10.2", "192.168.20.2", "192.168.30.2"
ROUTER, OUTSIDE = "192.168.1.1", "203.0.113.1"
# Whatever comes to it there is lost.
SILENT = 4501

# Source address, way in at the router, device there, device here.
WAYS_IN = ((VLAN, "192.168.10.1", "lan0.10", "eth0.10"), (BRIDGED, "192.168.20.1", "br0", "eth1"),
           (PORT, "192.168.30.1", "hwlan0", "eth2"))
WAYS_OUT = ((SECOND, "192.0.2.1", "wan1", "eth1"), (CARD, "198.51.100.1", "hwwan0", "eth2"))


@contextlib.contextmanager
def network():
    """The network, with its traffic: a mapping from namespace to what talks there."""
    run("modprobe", "-a", "8021q", "bridge")
    # A short flowtable timeout: silence is soon idle.
    with Router(LANES="none", TIMEOUT="3") as router, contextlib.ExitStack() as ends:
        build()
        serve("cli", 443)
        serve("rtr", 8080)
        yield {name: ends.enter_context(Traffic(name)) for name in ("cli", "rtr", "srv")}


def build():
    links = [f"link add {device} netns rtr type veth peer name {peer} netns {name}"
             for device, peer, name in (("lan1", "eth1", "cli"), ("hwlan0", "eth2", "cli"),
                                        ("wan1", "eth1", "srv"), ("hwwan0", "eth2", "srv"))]
    batch(None, *links)
    batch("rtr", "link add link lan0 name lan0.10 type vlan id 10", "link add br0 type bridge",
          "link set lan1 master br0", "link set lan1 up")
    batch("cli", "link add link eth0 name eth0.10 type vlan id 10")
    batch("srv", f"addr add {OTHER}/24 dev eth0")
    for name, ways in (("cli", WAYS_IN), ("srv", WAYS_OUT)):
        for table, (here, gate, there, device) in enumerate(ways, 100):
            batch("rtr", f"link set {there} up", f"addr add {gate}/24 dev {there}")
            batch(name, f"link set {device} up", f"addr add {here}/24 dev {device}",
                  f"rule add from {here} lookup {table}", f"route add default via {gate} table {table}")
    inside("srv", "nft", f"table inet silent {{ chain silent {{ type filter hook input priority 0; "
           f"th dport {SILENT} drop; }}; }}")


def batch(namespace, *lines):
    """Runs lines of ip(8) in a namespace, or in the machine's own."""
    where = f"-n {namespace}" if namespace else ""
    run("bash", "-c", f'ip {where} -batch - <<< "$0"', "\n".join(lines))


def reset():
    """Makes the router forget all flows."""
    inside("rtr", "bash", "-c", "nft flush ruleset; conntrack -F 2> /dev/null")

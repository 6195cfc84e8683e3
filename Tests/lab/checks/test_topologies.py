"""Routers of several kinds: on each, flowlanes agrees with the kernel, entry by entry."""

import conntrack
import flowtables
from agreement import agree
from machine import MODULE, Router, Traffic, serve, wait

SERVER, SERVER6 = "203.0.113.2", "2001:db8:2::2"
# A DCCP Request from port 1111 to port 80.
DCCP_REQUEST = "0457005005000000" + "0100000000000001" + "00000000"
BEST = "hardware" if MODULE else "software"


def settle(expected, settings):
    """Waits until the kernel has each port's flow in its lane; then flowlanes must say the same."""
    def seen():
        found = {
            flow["orig"].get("sport", flow["orig"].get("icmpid")): flow["lane"]
            for flow in conntrack.flows().values()
        }
        return all(found.get(port) == lane for port, lane in expected.items())

    wait(f"{settings}: flows in the lanes {expected}", seen)
    return agree()


def flow_with_port(said, port):
    return next(flow for flow in said.values() if flow["orig"].get("sport") == port)


def test_masquerade_and_dnat_in_the_best_lane():
    settings = dict(LANES=BEST, NAT="both", SPELLING="offload")
    with Router(**settings), Traffic("cli") as inner, Traffic("srv") as outer:
        web = inner.open("web", "tcp", SERVER, 443, down=5000)
        ssh = inner.open("ssh", "tcp", SERVER, 22)
        quic6 = inner.open("quic6", "udp", SERVER6, 443, down=2000)
        server = serve("cli", 443)
        try:
            inward = outer.open("inward", "tcp", "203.0.113.1", 8443, down=5000)
            # The ruleset's port is the one after translation.
            said = settle({web: BEST, ssh: "slow", quic6: BEST, inward: BEST}, settings)
        finally:
            server.kill()
        assert "SRC_NAT" in flow_with_port(said, web)["status"]
        assert "DST_NAT" in flow_with_port(said, inward)["status"]
        assert flow_with_port(said, inward)["reply"]["src"] == "192.168.1.2"
        assert flowtables.agree() == 1


def test_clients_on_a_vlan_and_a_flowtable_without_counter():
    settings = dict(LANES=BEST, LINK="vlan", COUNTER="")
    with Router(**settings), Traffic("cli") as traffic:
        web = traffic.open("web", "tcp", SERVER, 80, down=5000)
        web6 = traffic.open("web6", "tcp", SERVER6, 443)
        dns = traffic.open("dns", "udp", SERVER, 53)
        settle({web: BEST, web6: BEST, dns: "slow"}, settings)
        assert flowtables.agree() == 1


def test_clients_on_a_bridge_and_a_zone():
    settings = dict(LANES="software", LINK="bridge", ZONE="ct zone set 7")
    with Router(**settings), Traffic("cli") as traffic:
        web = traffic.open("web", "tcp", SERVER, 80, down=5000)
        ping6 = traffic.open("ping6", "ping", SERVER6, 0)
        said = settle({web: "software", ping6: "slow"}, settings)
        assert flow_with_port(said, web)["zone"] == 7
        assert flowtables.agree() == 1


def test_two_flowtables_on_the_same_devices():
    if not MODULE:
        return
    settings = dict(LANES="both")
    with Router(**settings), Traffic("cli") as traffic:
        plain = traffic.open("plain", "udp", SERVER, 4500)
        web = traffic.open("web", "tcp", SERVER, 443)
        settle({plain: "software", web: "hardware"}, settings)
        assert flowtables.agree() == 2


def test_every_protocol_and_a_zone_of_one_direction_without_flowtables():
    rules = """
      table inet extra {
        ct helper ftp { type "ftp" protocol tcp; }
        chain extra { type filter hook forward priority 10
          tcp dport 21 ct helper set "ftp"
          tcp dport 80 ct mark set 0xdeadbeef
        }
      }"""
    settings = dict(LANES="none", ZONE="udp dport 53 ct original zone set 9", RULES=rules)
    with Router(**settings), Traffic("cli") as traffic:
        ftp = traffic.open("ftp", "tcp", SERVER, 21)
        web = traffic.open("web", "tcp", SERVER6, 80)
        dns = traffic.open("dns", "udp", SERVER, 53)
        expected = {ftp: "slow", web: "slow", dns: "slow"}
        for kind in ("sctp", "udplite"):
            try:
                expected[traffic.open(kind, kind, SERVER, 80)] = "slow"
            except AssertionError:
                pass  # this kernel has no such sockets
        traffic.open("dccp", "raw", SERVER, 33, data=DCCP_REQUEST)
        for name, protocol in (("gre", 47), ("esp", 50), ("unnamed", 253)):
            traffic.open(name, "raw", SERVER, protocol, data="00" * 16)
        traffic.open("unnamed6", "raw", SERVER6, 253, data="00" * 16)
        said = settle(expected, settings)
        assert flow_with_port(said, ftp)["helper"] == "ftp"
        assert flow_with_port(said, web)["mark"] == 0xDEADBEEF
        assert flow_with_port(said, dns)["orig"]["zone"] == 9
        found = {flow["protocol"] for flow in said.values()}
        assert {"tcp", "udp", "dccp", "gre", "esp", "253"} <= found, found
        assert flowtables.agree() == 0


def test_a_kernel_that_does_not_count():
    settings = dict(LANES="software", ACCT="0")
    with Router(**settings), Traffic("cli") as traffic:
        web = traffic.open("web", "tcp", SERVER, 80)
        said = settle({web: "software"}, settings)
        assert flow_with_port(said, web)["orig"]["bytes"] is None

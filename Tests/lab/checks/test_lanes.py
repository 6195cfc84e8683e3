"""All three lanes of one router, while flows move between them."""

import os

import conntrack
from agreement import agree
from machine import MODULE, Router, Traffic, wait

SERVER, SERVER6 = "203.0.113.2", "2001:db8:2::2"


def lane_of(port):
    """The lane of the flow with this source port or ICMP id, as the kernel says; None when it is gone."""
    for flow in conntrack.flows().values():
        if port in (flow["orig"].get("sport"), flow["orig"].get("icmpid")):
            return flow["lane"]
    return None


def wait_for_lane(port, lane):
    wait(f"flow of port {port} in the {lane} lane", lambda: lane_of(port) == lane)


def said_lanes(said):
    """Lanes by source port or ICMP id, as flowlanes says."""
    return {
        flow["orig"].get("sport", flow["orig"].get("icmpid")): flow["lane"] for flow in said.values()
    }


def test_every_lane_and_every_move():
    best = "hardware" if MODULE else "software"
    with Router(LANES="both" if MODULE else "software", TIMEOUT="8"), Traffic("cli") as traffic:
        web = traffic.open("web", "tcp", SERVER, 443, down=20000)
        web6 = traffic.open("web6", "tcp", SERVER6, 443, down=2000)
        quic = traffic.open("quic", "udp", SERVER, 443, down=3000)
        plain = traffic.open("plain", "tcp", SERVER, 80, down=2000)
        tunnel = traffic.open("tunnel", "udp", SERVER, 4500)
        ssh = traffic.open("ssh", "tcp", SERVER, 22, up=40, down=80)
        dns = traffic.open("dns", "udp", SERVER, 53, up=30, down=200, count=1)
        ping = traffic.open("ping", "ping", SERVER, 0)
        ping6 = traffic.open("ping6", "ping", SERVER6, 0)
        ours = traffic.open("ours", "ping", "192.168.1.1", 0)
        expected = {
            web: best, web6: best, quic: best, plain: "software", tunnel: "software",
            ssh: "slow", dns: "slow", ping: "slow", ping6: "slow", ours: "slow",
        }
        for port, lane in expected.items():
            wait_for_lane(port, lane)
        assert expected.items() <= said_lanes(agree()).items()

        # While traffic flows, and once more when it does not: then every counter must be exact.
        for _ in range(3):
            agree()
        names = ("web", "web6", "quic", "plain", "tunnel", "ssh", "ping", "ping6", "ours")
        traffic.quiet(*names)
        agree()
        traffic.resume(*(name for name in names if name != "plain"))

        # From a fast lane to the slow one: by the end of the connection, by silence.
        traffic.close("web")
        if not flag_lingers():
            wait_for_lane(web, "slow")
        wait_for_lane(plain, "slow")
        said = said_lanes(agree())
        assert said[plain] == "slow" and said[web6] == best, said

        # And back, with its next packet.
        traffic.resume("plain")
        wait_for_lane(plain, "software")
        assert said_lanes(agree())[plain] == "software"

        # New flows while others go: nothing is listed twice or left out.
        for number in range(20):
            traffic.open(f"burst{number}", "tcp", SERVER, 80, every=0.5, count=5)
            if number % 5 == 0:
                agree()
        for number in range(20):
            (traffic.reset if number % 2 else traffic.close)(f"burst{number}")
            if number % 5 == 0:
                agree()


def flag_lingers():
    """Whether this kernel keeps the flag of an offloaded connection after its FIN: from 6.18 on."""
    major, minor = os.uname().release.split(".")[:2]
    return (int(major), int(minor)) >= (6, 18)

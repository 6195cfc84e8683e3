"""Reset, pin and unpin while connections carry data: none is lost or corrupted, and the lanes are those
that were promised."""

import os

import acting
from acting import act, entry, one, stays, wait_for_lane
from machine import MODULE, Router, inside, wait
from streams import Streams

SERVER, SERVER6 = "203.0.113.2", "2001:db8:2::2"
BEST = "hardware" if MODULE else "software"
ROUNDS = int(os.environ.get("LAB_ROUNDS", "2"))
FAST = ("software", "hardware")


def there_and_back(streams, name, port, offloaded=BEST):
    """One round on a flow that the ruleset offloads: slow and back, reset."""
    before = streams.received(name)
    said = one(port, "pin", "--to", "slow")
    assert said["result"] == "done", said
    pinned = wait_for_lane(port, "slow")
    assert pinned["helper"] and pinned["helper"].startswith("flowlanes-"), pinned
    held = act("pins")
    assert [(pin["pin"]["lane"], pin["pin"]["standing"]) for pin in held] == [("slow", "held")], held
    assert one(port, "unpin")["result"] == "done"
    wait_for_lane(port, offloaded)
    assert one(port, "reset")["result"] == "done"
    wait_for_lane(port, offloaded)
    wait(f"{name} goes on", lambda: streams.received(name) > before)


def fast_and_back(streams, name, port):
    """One round on a flow that no rule offloads."""
    before = streams.received(name)
    assert one(port, "pin", "--to", "fast")["result"] == "done"
    wait_for_lane(port, *FAST)
    held = act("pins")
    assert [(pin["pin"]["lane"], pin["pin"]["standing"]) for pin in held] == [("fast", "held")], held
    assert one(port, "reset")["result"] == "done"
    wait_for_lane(port, *FAST)
    # Over to slow, which ends the one and begins the other.
    assert one(port, "pin", "--to", "slow")["result"] == "done"
    wait_for_lane(port, "slow")
    assert one(port, "pin", "--to", "fast")["result"] == "done"
    wait_for_lane(port, *FAST)
    assert one(port, "unpin")["result"] == "done"
    wait_for_lane(port, "slow")
    wait(f"{name} goes on", lambda: streams.received(name) > before)


def clean(before):
    """The machine is as it was: ruleset, helpers, and no entry that names a helper of ours."""
    assert acting.ruleset() == before, acting.ruleset()
    assert not [name for name in acting.helpers() if name.startswith("flowlanes")], acting.helpers()
    text = inside("rtr", "conntrack", "-L")
    assert "flowlanes" not in text, text


def loose(value):
    inside("rtr", "sysctl", "-qw", f"net.netfilter.nf_conntrack_tcp_loose={value}")


def play(settings, opened, rounds=ROUNDS, strict=False):
    """Opens streams, pins and resets each of them some rounds, and ends them: all must be intact.

    `opened`: name to (kind, host, port). Ports 80, 443 and 4500 are offloaded by the router's rules.
    """
    with Router(serves=(), **settings), Streams() as streams:
        if strict:
            loose(0)
        before = acting.ruleset()
        ports = {name: streams.open(name, *way) for name, way in opened.items()}
        for name, (_, _, port) in opened.items():
            wait_for_lane(ports[name], *(FAST if port != 5001 else ("slow",)))
        for _ in range(rounds):
            for name, (_, _, port) in opened.items():
                if port == 5001:
                    fast_and_back(streams, name, ports[name])
                else:
                    there_and_back(streams, name, ports[name], entry(ports[name])["lane"])
        clean(before)
        for name, (kind, _, _) in opened.items():
            streams.finish(name, kind, lost=8)


def test_in_the_best_lane_and_strict():
    play(dict(LANES=BEST), {"web": ("tcp", SERVER, 443), "other": ("tcp", SERVER, 5001)}, strict=True)


def test_behind_masquerade_and_strict():
    play(dict(LANES="software", NAT="masquerade"),
         {"web": ("tcp", SERVER, 80), "other": ("tcp", SERVER, 5001)}, strict=True)


def test_ipv6_and_udp_behind_masquerade():
    play(dict(LANES="software", NAT="masquerade"),
         {"web6": ("tcp", SERVER6, 80), "udp": ("udp", SERVER, 4500), "udp6": ("udp", SERVER6, 5001)}, rounds=1)


def test_both_translations_in_a_zone():
    """A connection from outside through destination NAT, and the way out masqueraded, in a zone."""
    settings = dict(LANES="software", NAT="both", ZONE="ct zone set 7")
    with Router(serves=(), **settings), Streams("srv", "cli") as inward, Streams() as outward:
        before = acting.ruleset()
        port = inward.open("inward", "tcp", "203.0.113.1", 8443)
        out = outward.open("out", "tcp", SERVER, 80)
        for _ in range(ROUNDS):
            for streams, name, source in ((inward, "inward", port), (outward, "out", out)):
                wait_for_lane(source, "software")
                there_and_back(streams, name, source, "software")
                assert entry(source)["zone"] == 7
        clean(before)
        inward.finish("inward")
        outward.finish("out")


def test_a_zone_of_one_direction():
    with Router(serves=(), LANES="software", ZONE="tcp dport 80 ct original zone set 9"), Streams() as streams:
        port = streams.open("web", "tcp", SERVER, 80)
        before = acting.ruleset()
        wait_for_lane(port, "software")
        there_and_back(streams, "web", port, "software")
        assert entry(port)["orig"]["zone"] == 9, entry(port)
        clean(before)
        streams.finish("web")


def test_what_can_not_be_pinned_is_refused_and_left_alone():
    rules = """
      table inet extra {
        ct helper ftp { type "ftp" protocol tcp; }
        chain extra { type filter hook forward priority 10
          tcp dport 80 ct helper set "ftp"
        }
      }"""
    with Router(serves=(), LANES="none", RULES=rules), Streams() as streams:
        port = streams.open("helped", "tcp", SERVER, 80)
        wait("the helper", lambda: entry(port)["helper"] == "ftp")
        before, ruleset = entry(port), acting.ruleset()
        for lane in ("slow", "fast"):
            said = one(port, "pin", "--to", lane, status=2)
            assert said["result"] == "refused" and "ftp" in said["why"], said
        assert one(port, "reset", status=2)["result"] == "refused"
        assert entry(port)["id"] == before["id"]
        assert acting.ruleset() == ruleset
        clean(ruleset)
        streams.finish("helped")


def test_a_kernel_without_the_helper_module():
    """TCP is held by an empty sequence adjustment, which our table notes; UDP is refused."""
    with Router(serves=(), LANES="software", NAT="masquerade"), Streams() as streams, no_module():
        before = acting.ruleset()
        web = streams.open("web", "tcp", SERVER, 80)
        udp = streams.open("udp", "udp", SERVER, 4500)
        wait_for_lane(web, "software")
        wait_for_lane(udp, "software")
        assert one(web, "pin", "--to", "slow")["result"] == "done"
        wait_for_lane(web, "slow")
        held = act("pins")
        assert [pin["pin"]["means"] for pin in held] == ["sequence adjustment"], held
        said = one(udp, "pin", "--to", "slow", status=2)
        assert said["result"] == "refused" and "nfnetlink_cthelper" in said["why"], said
        assert one(web, "reset")["result"] == "done"
        wait_for_lane(web, "slow")
        assert one(web, "unpin")["result"] == "done"
        wait_for_lane(web, "software")
        clean(before)
        streams.finish("web")
        streams.finish("udp", "udp", lost=8)


class no_module:
    """The kernel finds no nfnetlink_cthelper, for the time of a `with`."""

    FILE = "/etc/modprobe.d/flowlanes-test.conf"

    def __enter__(self):
        os.system("rmmod nfnetlink_cthelper 2>/dev/null")
        with open(self.FILE, "w") as file:
            file.write("install nfnetlink_cthelper /bin/false\n")
        # What asks the kernel itself goes by this one.
        self.modprobe = open("/proc/sys/kernel/modprobe").read()

    def __exit__(self, *_):
        os.remove(self.FILE)


def test_a_pin_with_an_end():
    """--for ends the pin by itself, and SIGINT ends it earlier."""
    import signal
    import subprocess
    from program import FLOWLANES
    with Router(serves=(), LANES="software"), Streams() as streams:
        before = acting.ruleset()
        port = streams.open("web", "tcp", SERVER, 80)
        wait_for_lane(port, "software")
        command = [FLOWLANES, "pin", str(port), "--to", "slow", "--netns", "rtr", "--yes", "--for"]
        with subprocess.Popen([*command, "2s"], stdin=subprocess.DEVNULL) as process:
            wait_for_lane(port, "slow")
            assert process.wait(30) == 0
        wait_for_lane(port, "software")
        with subprocess.Popen([*command, "1h"], stdin=subprocess.DEVNULL) as process:
            wait_for_lane(port, "slow")
            assert act("pins")[0]["pin"]["until"]
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        wait_for_lane(port, "software")
        clean(before)
        # One that was killed is found and ended by whoever comes next.
        with subprocess.Popen([*command, "3s"], stdin=subprocess.DEVNULL) as process:
            wait_for_lane(port, "slow")
            process.kill()
        stays(port, "slow")
        wait("the pin ended by the next run", lambda: act("pins") == [] or None)
        wait_for_lane(port, "software")
        clean(before)
        streams.finish("web")


def test_a_table_of_our_name_that_is_not_ours():
    rules = "table inet flowlanes {\n set mine { type ipv4_addr; }\n}"
    with Router(serves=(), LANES="software", RULES=rules), Streams() as streams:
        port = streams.open("other", "tcp", SERVER, 5001)
        wait_for_lane(port, "slow")
        before = acting.ruleset()
        said = one(port, "pin", "--to", "fast", status=2)
        assert said["result"] == "refused" and "inet flowlanes" in said["why"], said
        # To slow needs no table.
        assert one(port, "pin", "--to", "slow")["result"] == "done"
        wait_for_lane(port, "slow")
        act("unpin", "--all", "--yes")
        clean(before)
        streams.finish("other")


def test_unpin_all_after_flows_that_ended():
    """What pins of dead flows left behind goes with the next run."""
    with Router(serves=(), LANES="software"), Streams() as streams:
        before = acting.ruleset()
        for number, lane in enumerate(("slow", "fast", "fast")):
            port = streams.open(f"s{number}", "tcp", SERVER, 5001)
            wait_for_lane(port, "slow")
            one(port, "pin", "--to", lane)
            wait_for_lane(port, *(FAST if lane == "fast" else ("slow",)))
        assert len(act("pins")) == 3
        inside("rtr", "conntrack", "-F")
        act("unpin", "--all", "--yes")
        clean(before)

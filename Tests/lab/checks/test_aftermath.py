"""What follows an action is what was said: a flush revives or ends a flow, two of us share what is ours."""

import subprocess

import acting
import conntrack
from acting import act, entry, one, stays, wait_for_lane
from machine import MODULE, Router, inside, wait
from program import FLOWLANES, Failure
from streams import Streams
from test_pins import FAST, clean, loose

SERVER = "203.0.113.2"
BEST = "hardware" if MODULE else "software"


def flushed(port):
    """Flushes the flow and returns what flowlanes says that followed."""
    said = act("flush", f"port {port}", "--yes", "--follow")
    assert said[0]["result"] == "done", said
    return said[-1]


def test_a_flush_revives_the_flow_that_is_picked_up_in_mid_stream():
    with Router(serves=(), LANES=BEST), Streams() as streams:
        port = streams.open("web", "tcp", SERVER, 443)
        before = wait_for_lane(port, BEST)
        followed = flushed(port)
        assert followed["followed"] == "came-back", followed
        # Where the far end spoke first, the entry goes the other way round, and rules may see it so.
        back = conntrack.flows()[followed["newid"]]
        assert port in (back["orig"]["sport"], back["orig"]["dport"]), (back, before)
        assert followed["lane"] == back["lane"], (followed, back)
        streams.finish("web")


def test_a_flush_ends_the_connection_where_nothing_is_picked_up():
    with Router(serves=(), LANES="software"), Streams() as streams:
        loose(0)
        port = streams.open("web", "tcp", SERVER, 80)
        wait_for_lane(port, "software")
        followed = flushed(port)
        assert followed["followed"] == "did-not-come-back", followed
        assert entry(port) is None
        received = streams.received("web")
        # Its packets are dropped as invalid, by the router's own rule.
        wait("packets that are dropped", lambda: drops() > 0)
        assert streams.received("web") - received < 2_000_000


def drops():
    """TCP segments that the client had to send again."""
    text = inside("cli", "nstat", "-az", "TcpRetransSegs")
    return int(text.split("TcpRetransSegs")[1].split()[0])


def test_two_of_us_share_the_table_and_the_helper():
    with Router(serves=(), LANES="none"), Streams() as streams:
        before = acting.ruleset()
        ports = [streams.open(f"s{number}", "tcp", SERVER, 5001) for number in range(6)]
        for port in ports:
            wait_for_lane(port, "slow")
        fast, slow = ports[:4], ports[4:]
        # All at once: each makes what the others make, too.
        running = [
            subprocess.Popen(
                [FLOWLANES, "pin", f"port {port}", "--to", lane, "--yes", "--netns", "rtr"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            for port, lane in [(port, "fast") for port in fast] + [(port, "slow") for port in slow]]
        for process in running:
            said, _ = process.communicate(timeout=120)
            if process.returncode != 0:
                raise Failure(said)
        for port in fast:
            wait_for_lane(port, *FAST)
        held = act("pins")
        assert len(held) == 6, held
        act("unpin", f"port {fast[0]}", "--yes")
        act("unpin", f"port {slow[0]}", "--yes")
        wait_for_lane(fast[0], "slow")
        for port in fast[1:]:
            stays(port, *FAST)
        assert entry(slow[1])["helper"] and not entry(slow[0])["helper"]
        assert len(act("pins")) == 4
        act("unpin", "--all", "--yes")
        for port in ports:
            wait_for_lane(port, "slow")
        clean(before)
        for number in range(6):
            streams.finish(f"s{number}")


def test_a_flow_that_ends_takes_its_pin_along():
    """A dashboard that runs takes away what pins of ended flows left."""
    from screen import Screen
    with Router(serves=(), LANES="none"), Streams() as streams:
        before = acting.ruleset()
        port = streams.open("web", "tcp", SERVER, 5001)
        other = streams.open("other", "tcp", SERVER, 5001)
        wait_for_lane(port, "slow")
        one(port, "pin", "--to", "fast")
        one(other, "pin", "--to", "slow")
        wait_for_lane(port, *FAST)
        with Screen("--netns", "rtr") as screen:
            screen.wait("192.168.1.2")
            for name in ("web", "other"):
                streams.finish(name)
            for dead in (port, other):
                inside("rtr", "bash", "-c", f"conntrack -D -p tcp --sport {dead} || true")
            wait("nothing left behind", lambda: acting.ruleset() == before and not [
                name for name in acting.helpers() if name.startswith("flowlanes")])

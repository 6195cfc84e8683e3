"""One key flushes one flow, and nothing else."""

import contextlib

import conntrack
from machine import MODULE, Router, Traffic, inside, wait
from screen import Screen

SERVER = "203.0.113.2"
BEST = "hardware" if MODULE else "software"
FLOWS = 9  # to the same port of the same server


@contextlib.contextmanager
def scene():
    """A router with several alike flows in its best lane, for all tests of this file."""
    with Router(LANES=BEST), Traffic("cli") as traffic:
        ports = [
            traffic.open(f"web{number}", "tcp", SERVER, 443, down=500, every=0.5)
            for number in range(FLOWS)
        ]
        wait(f"{FLOWS} flows in the {BEST} lane", lambda: len(ids(BEST)) == FLOWS)
        yield ports


def ids(lane=None):
    """Source ports to ids, of the flows in a lane or in any, as the kernel says."""
    return {
        flow["orig"]["sport"]: flow["id"]
        for flow in conntrack.flows().values()
        if lane in (None, flow["lane"])
    }


@contextlib.contextmanager
def asked(port, *arguments):
    """The dashboard, after `x` on the flow of this port: filtered for, so that it is the selected one."""
    with Screen("--netns", "rtr", *arguments) as screen:
        screen.wait("192.168.1.2:")
        screen.press("/")
        screen.type(f"192.168.1.2:{port}")
        screen.press("Enter")
        screen.wait(f"1 of {FLOWS}")
        screen.press("g", "x")
        yield screen


def test_n_leaves_the_flow(ports):
    before = ids()
    with asked(ports[2]) as screen:
        screen.wait("Flush this flow?")
        screen.press("n")
        screen.wait("Nothing was done")
    assert ids() == before


def test_y_flushes_exactly_the_selected_flow(ports):
    port, before = ports[4], ids()
    with asked(port) as screen:
        screen.wait("Flush this flow?", f"192.168.1.2:{port}", f"id {before[port]}")
        assert ids() == before  # asking does nothing
        screen.press("y")
        screen.wait("Flushed")
    # Its connection lives: a new entry, offloaded again; the others are the ones they were.
    wait("the flow is back, offloaded", lambda: port in ids(BEST))
    after = ids()
    assert after.pop(port) != before.pop(port)
    assert after == before, (before, after)


def test_an_entry_that_is_not_the_one_asked_about_stays(ports):
    port, before = ports[6], ids()
    with asked(port) as screen:
        screen.wait("Flush this flow?")
        inside("rtr", "conntrack", "-D", "-p", "tcp", "--sport", str(port))
        wait("the same connection, another entry", lambda: ids().get(port) not in (None, before[port]))
        between = ids()
        screen.press("y")
        screen.wait("gone")
    assert ids() == between


def test_read_only_refuses(ports):
    before = ids()
    with asked(ports[1], "--read-only") as screen:
        screen.wait("Read-only: flowlanes was started with --read-only.")
        screen.press("y")
    assert ids() == before

"""Flush, reset and pin by key press, on the real screen: the kernel does what the dialog said."""

import contextlib
import os

import acting
from acting import act, entry, stays, wait_for_lane
from machine import MODULE, Router, inside, wait
from screen import Screen
from streams import Streams
from test_pins import FAST, clean

SERVER = "203.0.113.2"
BEST = "hardware" if MODULE else "software"


@contextlib.contextmanager
def scene():
    """A router with a stream that its rules offload, one that they do not, and what it was like before."""
    with Router(serves=(), LANES=BEST, NAT="masquerade"), Streams() as streams:
        before = acting.ruleset()
        web = streams.open("web", "tcp", SERVER, 443)
        other = streams.open("other", "tcp", SERVER, 5001)
        wait_for_lane(web, BEST)
        wait_for_lane(other, "slow")
        yield streams, web, other, before
        clean(before)
        streams.finish("web")
        streams.finish("other")


@contextlib.contextmanager
def selected(port, *arguments, **options):
    """The dashboard with the flow of this port selected: it is the only one listed."""
    with Screen("--netns", "rtr", "--filter", f"port {port}", *arguments, **options) as screen:
        screen.wait(f"192.168.1.2:{port}", "1 of")
        screen.press("g")
        yield screen


def test_pinned_slow_and_back_by_key(scene):
    streams, web, _, before = scene
    with selected(web) as screen:
        screen.press("P")
        screen.wait("Pin this flow", "slow", "fast")
        assert entry(web)["lane"] == BEST  # asking does nothing
        screen.press("s")
        pinned = wait_for_lane(web, "slow")
        screen.wait("pinned-slow")
        screen.press("P", "n")
        wait_for_lane(web, BEST)
        screen.wait("192.168.1.2", without=("pinned-slow",))
    assert pinned["helper"].startswith("flowlanes-")
    clean(before)
    streams.received("web")


def test_pinned_fast_and_back_by_key(scene):
    streams, _, other, before = scene
    with selected(other) as screen:
        screen.press("P", "f")
        wait_for_lane(other, *FAST)
        wait("the pin on the screen", lambda: "no-rule" not in screen.text())
        screen.press("P", "n")
        wait_for_lane(other, "slow")
        screen.wait("no-rule")
    clean(before)
    streams.received("other")


def test_reset_by_key(scene):
    streams, web, _, before = scene
    start = entry(web)["orig"]["packets"]
    with selected(web) as screen:
        screen.press("R")
        screen.wait("Reset this flow?", f"192.168.1.2:{web}")
        screen.press("y")
        wait("counters that began anew", lambda: entry(web)["orig"]["packets"] < start or None)
        wait_for_lane(web, BEST)
    clean(before)
    streams.received("web")


def test_the_own_session_takes_two_confirmations(scene):
    streams, web, _, _ = scene
    session = {"SSH_CONNECTION": f"192.168.1.2 {web} {SERVER} 443"}
    before = entry(web)["id"]
    with selected(web, variables=session) as screen:
        screen.wait("(you)")
        screen.press("x")
        screen.wait("Flush this flow?")
        screen.press("y")
        screen.wait("own SSH session")
        screen.press("n")
        screen.wait("Nothing was done")
    assert entry(web)["id"] == before
    streams.received("web")


def test_every_matching_flow_is_flushed_and_counted(scene):
    streams, web, other, _ = scene
    with Screen("--netns", "rtr", "--filter", "tcp and dst host 203.0.113.2") as screen:
        screen.wait("2 of")
        screen.press("X")
        screen.wait("Flush 2 flows?")
        screen.press("Enter")  # no: the default
        screen.wait("192.168.1.2")
        ids = entry(web)["id"], entry(other)["id"]
        screen.press("X")
        screen.wait("Flush 2 flows?")
        screen.press("n")
        assert ids == (entry(web)["id"], entry(other)["id"])
    # Masqueraded streams may not outlive a flush, as the dialog says: it is the last test of the scene
    # that could; the flush itself is proved on flows of their own.
    streams.received("web")


def test_without_privilege_nothing_is_touched(scene):
    _, web, _, before = scene
    ids = entry(web)["id"]
    os.chmod(acting.FLOWLANES, 0o755)
    for words in (("flush",), ("reset",), ("pin", "--to", "slow"), ("unpin",)):
        said = acting.unprivileged(words[0], f"port {web}", *words[1:], "--yes")
        assert said.returncode == 77 and "CAP_NET_ADMIN" in said.stderr, said
    assert entry(web)["id"] == ids
    clean(before)


def test_a_log_tells_who_did_what(scene):
    _, web, _, _ = scene
    file = "/run/flowlanes-actions.log"
    act("reset", f"port {web}", "--yes", "--log", file)
    with open(file) as log:
        line = log.read()
    assert "reset" in line and f"192.168.1.2:{web}" in line and line.rstrip().endswith("done"), line
    assert os.stat(file).st_mode & 0o777 == 0o600
    wait_for_lane(web, BEST)


def test_read_only_and_dry_run_touch_nothing(scene):
    _, web, _, before = scene
    ids = entry(web)["id"]
    assert act("flush", f"port {web}", "--dry-run")[0]["result"] == "planned"
    act("flush", f"port {web}", "--yes", "--read-only", status=64)
    act("flush", f"port {web}", status=64)  # nobody to ask
    with selected(web, "--read-only") as screen:
        for key in ("x", "X", "R"):
            screen.press(key)
            screen.wait("Read-only")
    assert entry(web)["id"] == ids
    clean(before)
    stays(web, BEST)


def test_without_nft_a_pin_to_fast_is_refused_and_the_flow_lives(scene):
    streams, _, other, before = scene
    said = inside("rtr", "unshare", "-m", "bash", "-c",
                  f"mount -t tmpfs none /usr/sbin && PATH=/usr/bin exec {acting.FLOWLANES}"
                  f" pin 'port {other}' --to fast --yes --json", status=2)
    assert '"failed"' in said and "nft is not installed" in said, said
    wait_for_lane(other, "slow")
    clean(before)
    streams.received("other")

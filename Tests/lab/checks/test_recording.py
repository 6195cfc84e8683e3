"""What flowlanes records, others read; what others record, flowlanes plays."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time

import conntrack
from agreement import compare, listed
from machine import FLOWLANES, Router, Traffic, inside, run, wait
from screen import Screen

SERVER = "203.0.113.2"


@contextlib.contextmanager
def scene():
    """A router with a slow and an offloaded flow, and a folder for files."""
    with tempfile.TemporaryDirectory() as folder:
        with Router(LANES="software"), Traffic("cli") as traffic:
            ports = {
                traffic.open("web", "tcp", SERVER, 80, down=2000): "software",
                traffic.open("ssh", "tcp", SERVER, 22): "slow",
                traffic.open("ping", "ping", SERVER, 0): "slow",
            }
            wait("the web flow's offload", lambda: lanes() == ports)
            yield folder, traffic, ports


def lanes():
    return {
        flow["orig"].get("sport", flow["orig"].get("icmpid")): flow["lane"]
        for flow in conntrack.flows().values()
    }


def settle(file):
    """Waits until nobody has written to a file for a while."""
    wait(f"{file} to be whole", lambda: time.time() - os.path.getmtime(file) > 0.5)


def test_a_recording_ends_with_what_the_kernel_said_last(scene):
    folder, traffic, _ = scene
    file = f"{folder}/own.pcapng"
    recorder = subprocess.Popen(
        [FLOWLANES, "record", file, "--netns", "rtr", "--interval", "500ms"], stdin=subprocess.DEVNULL)
    wait("a recording", lambda: os.path.exists(file) and os.path.getsize(file) > 0)
    traffic.quiet("web", "ssh", "ping")
    before = conntrack.flows()
    size = os.path.getsize(file)
    wait("two polls more", lambda: os.path.getsize(file) > size + 500)
    recorder.send_signal(signal.SIGINT)
    assert recorder.wait(10) == 0
    after = conntrack.flows()
    traffic.resume("web", "ssh", "ping")
    assert compare(before, listed("--replay", file, namespace=None), after) == []

    # Wireshark's own dissector finds each flow's conntrack messages.
    text = run("tshark", "-r", file, "-Y", "netlink-netfilter", "-T", "fields", "-e", "frame.number")
    assert len(text.split()) > 3, text


def test_the_dashboard_plays_a_recording_without_privilege(scene):
    folder, _, ports = scene
    file = f"{folder}/played.pcapng"
    run(FLOWLANES, "record", file, "--netns", "rtr", "--for", "2s")
    os.chmod(folder, 0o755)
    port = next(port for port, lane in ports.items() if lane == "software")
    with Screen("replay", file, user="nobody") as screen:
        screen.wait(f"192.168.1.2:{port}", "software")


def test_it_plays_what_tcpdump_captured_of_conntrack(scene):
    folder, _, ports = scene
    file = f"{folder}/foreign.pcap"
    inside("rtr", "ip", "link", "add", "nlmon0", "type", "nlmon")
    inside("rtr", "ip", "link", "set", "nlmon0", "up")
    tcpdump = subprocess.Popen(
        ["ip", "netns", "exec", "rtr", "tcpdump", "-i", "nlmon0", "--immediate-mode", "-U", "-w", file],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while "listening on" not in tcpdump.stderr.readline():
        pass
    for _ in range(3):
        last = conntrack.flows()
    settle(file)
    tcpdump.send_signal(signal.SIGINT)
    tcpdump.wait(10)
    inside("rtr", "ip", "link", "del", "nlmon0")
    said = listed("--replay", file, namespace=None)
    assert compare(last, said, last) == [], said
    assert ports.items() <= {
        flow["orig"].get("sport", flow["orig"].get("icmpid")): flow["lane"] for flow in said.values()
    }.items()

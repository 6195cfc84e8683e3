"""flowlanes acts on flows of the router, and the kernel is asked what came of it."""

import json
import subprocess
import time

import conntrack
from machine import inside, wait
from program import FLOWLANES, Failure

PACKETS = 6


def act(*words, status=0):
    """A command of flowlanes in the router; what it says, a dictionary for each line of JSON."""
    done = subprocess.run(
        [FLOWLANES, *words, "--netns", "rtr", "--json"], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=120)
    if done.returncode != status:
        raise Failure(f"{' '.join(words)}: status {done.returncode}: {done.stderr}{done.stdout}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def unprivileged(*words):
    """The same without any privilege, as it ended."""
    return subprocess.run(
        ["ip", "netns", "exec", "rtr", "setpriv", "--reuid", "65534", "--clear-groups", "--inh-caps=-all",
         FLOWLANES, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def one(port, *words, status=0):
    """The same on the one flow of this source port; it must be done, or end with the status that is expected."""
    said = act(words[0], str(port), *words[1:], "--yes", status=status)
    results = said[:-1]
    if len(results) != 1 or (status == 0 and results[0]["result"] != "done"):
        raise Failure(f"{' '.join(words)} of {port}: {said}; the kernel: {entry(port)}")
    return results[0]


def entry(port):
    """The entry of this source port, as the kernel tells; None where there is none."""
    for flow in conntrack.flows().values():
        if flow["orig"].get("sport") == port:
            return flow
    return None


def wait_for_lane(port, *lanes):
    """Until the flow is in one of the lanes; then that it stays there while packets go."""
    def there():
        found = entry(port)
        return found if found and found["lane"] in lanes else None

    wait(f"flow {port} in {'/'.join(lanes)}; the kernel: {entry(port)}", there)
    return stays(port, *lanes)


def stays(port, *lanes):
    """That the flow is in one of the lanes while some packets pass."""
    begin = entry(port)

    def moved():
        now = entry(port)
        if now["lane"] not in lanes:
            raise Failure(f"flow {port} is {now['lane']}, not {'/'.join(lanes)}")
        return now if sum_of(now) >= sum_of(begin) + PACKETS else None

    return wait(f"packets of {port}", moved)


def sum_of(flow):
    return flow["orig"]["packets"] + flow["reply"]["packets"]


def ruleset():
    return inside("rtr", "nft", "list", "ruleset")


def helpers():
    """What user-space helpers the kernel has, as `nfct helper list` would say."""
    # NFNL_MSG_CTHELPER_GET, by hand: nfct(8) is a package of its own.
    import socket
    import struct
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
    s.bind((0, 0))
    s.send(struct.pack("IHHIIBBH", 20, 0x0901, 0x301, 1, 0, 0, 0, 0))
    names, end = [], time.monotonic() + 5
    while time.monotonic() < end:
        data = s.recv(65536)
        while data:
            length, kind = struct.unpack("IH", data[:6])
            if kind == 3 or kind == 2:
                return sorted(names)
            names.append(data[24:24 + 16].split(b"\0")[0].decode())
            data = data[(length + 3) & ~3:]
    return sorted(names)

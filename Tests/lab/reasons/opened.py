"""A flow of a case while it runs."""

import json

import conntrack
from machine import inside, wait
from network import SILENT

PACKETS = 8  # of a direction: by then the kernel has decided
SECONDS = 12
# Counts what still passes the forward hook, of each direction.
OBSERVER = """
table inet observer {
counter original { }
counter reply { }
chain observer {
type filter hook forward priority -400
ct direction original counter name original
ct direction reply counter name reply
}
}"""


class Opened:
    """A flow that was opened; settle() returns when the kernel has decided on it."""

    def __init__(self, flow, name, traffic):
        self.flow, self.name, self.traffic, self.id = flow, name, traffic, None
        options = {key: getattr(flow, key) for key in ("src", "data") if getattr(flow, key)}
        if flow.port == SILENT:
            options["down"] = 0
        self.port = traffic.open(name, flow.kind, flow.host, flow.port, every=0.05, **options)
        if flow.then == "before":
            self.wait("talks", lambda entry: entry["orig"]["packets"] >= PACKETS)
            traffic.quiet(name)

    def end(self):
        if self.flow.then not in ("close", "reset"):
            self.traffic.close(self.name)

    def entry(self):
        """Its conntrack entry, or None."""
        flow = self.flow
        port, protocol = self.port, flow.kind
        if flow.kind == "raw":
            port = int(flow.data[:4], 16) if flow.port == 6 else None
            protocol = conntrack.PROTOCOLS.get(flow.port, str(flow.port))
        for entry in conntrack.flows().values():
            way = entry["orig"]
            if flow.kind == "ping" and way.get("icmpid") == port:
                return entry
            if entry["protocol"] == protocol and (port is None or way.get("sport") == port):
                return entry
        return None

    def wait(self, what, condition):
        """Waits until condition(entry), and returns the entry."""
        def met():
            entry = self.entry()
            return entry if entry and condition(entry) else None

        try:
            return wait(what, met, SECONDS)
        except AssertionError as error:
            raise type(error)(f"{self.flow}: {error}; the kernel: {self.entry()}") from None

    def settle(self):
        then = self.flow.then
        if then in ("quiet", "close", "reset"):
            self.wait_for("software")
            getattr(self.traffic, then)(self.name)
        self.id = self.wait_for(self.flow.lane)["id"]
        if self.flow.slow:
            self.check_directions(self.flow.slow)

    def wait_for(self, lane):
        """Until the kernel has it in this lane; of the slow one it must have had the time to decide."""
        talks = self.flow.then in ("", "before")
        # A handshake's first packet decides: conntrack may ignore its repetitions.
        enough = PACKETS if talks and lane == "slow" and self.flow.kind != "raw" else 1
        return self.wait(f"in the {lane} lane", lambda entry: (
            entry["lane"] == lane and entry["orig"]["packets"] >= enough))

    def check_directions(self, slow):
        """Until packets of just these directions pass the forward hook: original, reply, both or none."""
        before = passed()

        begin = self.entry()

        def moved(entry):
            return all(entry[way]["packets"] >= begin[way]["packets"] + PACKETS for way in ("orig", "reply"))

        self.wait("talks on", moved)
        after = passed()
        still = {way for way in after if after[way] - before[way] > 2}
        wanted = {"both": {"original", "reply"}, "none": set()}.get(slow, {slow})
        if still != wanted:
            raise AssertionError(f"{self.flow}: on the slow path: {still}")


def passed():
    """Packets that passed the forward hook, by direction."""
    listed = json.loads(inside("rtr", "nft", "-j", "list", "counters", "table", "inet", "observer"))
    return {
        item["counter"]["name"]: item["counter"]["packets"]
        for item in listed["nftables"] if "counter" in item
    }

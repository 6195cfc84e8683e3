"""A case as data: a ruleset, flows, and what the kernel and flowlanes make of each."""

import dataclasses
import os

from network import SERVER

KERNEL = tuple(int(part) for part in os.uname().release.split(".")[:2])
# From about 7.0 on a flow is offloaded only when the flowtable holds both its devices; before, one
# direction may be offloaded without the other.
STRICT = KERNEL >= (7, 0)
# From 6.14 on the flag outlives the end of the connection.
LINGERS = KERNEL >= (6, 14)

# What may be said of a flow in software whose devices can do no better.
FINE = (None, "no-hardware-device")


@dataclasses.dataclass
class Flow:
    """A flow to open, and what must come of it."""

    lane: str  # what the kernel makes of it: slow, software or hardware
    reason: str | tuple | None = FINE  # the code that must be said, or those of which one must
    # True: it must be certain. False: it can't be known, so it must not be. None: either.
    sure: bool | None = None
    kind: str = "tcp"
    host: str = SERVER
    port: int = 80
    src: str = ""
    data: str = ""
    origin: str = "cli"  # the namespace where it begins
    # What becomes of it before the kernel and flowlanes are asked: quiet, close, reset; `before`: it is quiet
    # before the rules come.
    then: str = ""
    # The direction whose packets still take the slow path, though the flow is offloaded.
    slow: str = ""
    # The rule or device that the explanation must name: a part of its text.
    names: str = ""
    mended: str = ""  # the lane after mending, where the case mends it


@dataclasses.dataclass
class Case:
    title: str
    rules: str  # as nft -f reads them
    flows: list
    before: str = ""  # shell commands in the router before the rules come
    after: str = ""  # those that undo it
    mend: str = ""  # shell commands in the router that make the flows with `mended` faster
    resume: bool = False  # mending is: the flows talk again
    # Whether the first remedy of an explanation, where it is a command, must mend as well.
    obey: bool = True


FLOWTABLE = "flowtable f { hook ingress priority filter; devices = { lan0, wan0 }; counter; }"


def table(*chains, family="inet", flowtable=FLOWTABLE):
    """A table with a flowtable `f` and chains."""
    return "\n".join([f"table {family} filter {{", flowtable, *chains, "}"])


def forward(*rules, policy="accept", priority="filter", name="forward"):
    """A base chain of the forward hook."""
    return chain(name, f"type filter hook forward priority {priority}; policy {policy};", *rules)


def chain(name, *rules):
    return "\n".join([f"chain {name} {{", *rules, "}"])


def out(reason, **options):
    """A flow that stays slow."""
    return Flow("slow", reason, **options)


def fast(**options):
    """A flow that is offloaded in software, where its devices can do no better."""
    return Flow("software", **options)

"""Does flowlanes say what the kernel says, entry by entry?

A flow changes between two looks at it. So the kernel is asked before and after, and flowlanes in between:
what stood still must be equal; what moved must be one of both, or lie between both.
"""

import datetime
import json
import re
import time

import conntrack
from machine import FLOWLANES, Failure, run

FIXED = ("id", "family", "protocol", "zone", "helper", "mark")
NAT = {"SRC_NAT", "DST_NAT"}


def listed(*options, namespace="rtr"):
    """What `flowlanes list --json` says, by id; the same id twice is a failure."""
    flows = {}
    if namespace:
        options += ("--netns", namespace)
    for line in run(FLOWLANES, "list", "--json", *options).splitlines():
        flow = json.loads(line)
        if flow["id"] in flows:
            raise Failure(f"listed twice: {line}")
        for direction in ("orig", "reply"):
            flow[direction].setdefault("zone", None)
        flows[flow["id"]] = flow
    return flows


def agree(namespace="rtr", seconds=20):
    """Compares until one look had no flow that changed too often to judge; returns that look.

    Any disagreement fails at once.
    """
    end = time.monotonic() + seconds
    while True:
        before = conntrack.flows(namespace)
        said = listed(namespace=namespace)
        after = conntrack.flows(namespace)
        unsettled = compare(before, said, after)
        if not unsettled:
            return said
        if time.monotonic() > end:
            raise Failure(f"never stood still enough to judge: {unsettled}")


def compare(before, said, after):
    """Fails at a disagreement; returns what changed so often that it can't be judged."""
    for id in before.keys() & after.keys():
        if id not in said:
            raise Failure(f"flowlanes does not list {after[id]}")
    unsettled = []
    for id, flow in said.items():
        looks = [look[id] for look in (before, after) if id in look]
        if not looks:
            unsettled.append(flow)  # came and went in between
            continue
        problem = judge(looks[0], flow, looks[-1])
        if not problem:
            continue
        if problem in ("lane", "state", "flags", "timeout") and len(looks) == 2 and moved(*looks):
            unsettled.append(flow)
        elif len(looks) == 1:
            unsettled.append(flow)  # just born or just gone
        else:
            raise Failure(f"{problem}: flowlanes says {flow}; the kernel {looks[0]}, then {looks[-1]}")
    return unsettled


def moved(before, after):
    keys = ("lane", "state", "flags")
    return any(before[key] != after[key] for key in keys) or counters(before) != counters(after)


def counters(flow):
    return [flow[way][key] for way in ("orig", "reply") for key in ("packets", "bytes")]


def judge(before, said, after):
    """The name of the first field that flowlanes has wrong, or None."""
    for key in FIXED:
        if said[key] not in (before[key], after[key]):
            return key
    for way in ("orig", "reply"):
        for key, value in after[way].items():
            if key in ("packets", "bytes"):
                if not between(before[way][key], said[way][key], value):
                    return f"{way} {key}"
            elif said[way].get(key) != value:
                return f"{way} {key}"
    for key in ("lane", "state"):
        if said[key] not in (before[key], after[key]):
            return key
    if flags(said) not in (before["flags"], after["flags"]):
        return "flags"
    if (said["lane"] == "hardware") != ("HW_OFFLOAD" in said["status"]):
        return "status"
    # The kernel's own word for what NAT did is the reply tuple.
    if translated(after) != bool(NAT & set(said["status"])):
        return "NAT"
    if "CONFIRMED" not in said["status"]:
        return "CONFIRMED"
    if not between_ages(before["age"], said["start"], after["age"]):
        return "start"
    if (said["timeout"] is None) != (before["timeout"] is None):
        if (said["timeout"] is None) != (after["timeout"] is None):
            return "timeout"
    elif not moved(before, after) and not between(after["timeout"], said["timeout"], before["timeout"]):
        return "timeout"
    return None


def flags(flow):
    """What conntrack(8) would print in brackets for this status."""
    status, shown = set(flow["status"]), set()
    if "SEEN_REPLY" not in status:
        shown.add("UNREPLIED")
    # Of these three it prints the first that holds.
    for name in ("HW_OFFLOAD", "OFFLOAD", "ASSURED"):
        if name in status:
            shown.add(name)
            break
    return shown


def translated(flow):
    orig, reply = flow["orig"], flow["reply"]
    return (orig["src"], orig["dst"], orig.get("sport"), orig.get("dport")) != (
        reply["dst"], reply["src"], reply.get("dport"), reply.get("sport"))


def between_ages(youngest, start, oldest):
    """Whether an entry that began at `start` is so many whole seconds old now; None as in between()."""
    if start is None:
        return youngest is None
    began = datetime.datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*Z", r"\1Z", start).replace("Z", "+00:00"))
    age = time.time() - began.timestamp()
    return between(youngest - 1, age, oldest + 3)


def between(low, value, high):
    """Whether a number lies between two others; None, which is no number, only between two Nones."""
    if None in (low, value, high):
        return low is None and value is None and high is None
    return low <= value <= high

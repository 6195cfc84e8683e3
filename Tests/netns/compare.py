#!/usr/bin/env python3
"""compare.py FLOWLANES: the flows of this namespace by `flowlanes list`, and by `conntrack -L`.

Reads both independently, entry by entry, and fails at the first difference. The table must stand
still meanwhile. Prints how many entries of which kinds agreed.
"""
import collections
import json
import re
import socket
import subprocess
import sys

flowlanes = sys.argv[1]


def run(*command):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.splitlines()


STATES = re.compile(r"^[A-Z][A-Z_0-9]+$")


def side(fields, protocol):
    """One direction of a line of conntrack(8)."""
    number = lambda name: int(fields[name], 0) if name in fields else None
    result = {"src": fields["src"], "dst": fields["dst"]}
    if "type" in fields:
        result.update(type=number("type"), code=number("code"), icmpid=number("id"))
    elif protocol == "gre":
        result.update(sport=number("srckey"), dport=number("dstkey"))
    else:
        result.update(sport=number("sport"), dport=number("dport"))
    result.update(packets=number("packets"), bytes=number("bytes"))
    return result


def parse(line):
    """A line of `conntrack -L -o extended,id` in the shape of our JSON."""
    words = line.split()
    family, protocol, number = words[0], words[2], words[3]
    at, timeout, state = 4, None, None
    if words[at].isdigit():
        timeout, at = int(words[at]), at + 1
    if STATES.match(words[at]):
        state, at = words[at], at + 1
    sides, common, flags = [], {}, set()
    for word in words[at:]:
        if word.startswith("["):
            flags.add(word.strip("[]"))
        elif "=" in word:
            key, value = word.split("=", 1)
            if key == "src":
                sides.append({})
            if key in ("mark", "zone", "helper", "use", "zone-orig", "zone-reply"):
                common[key] = value
            elif key == "id" and ("mark" in common or "id" in sides[-1] or "type" not in sides[-1]):
                common["id"] = int(value)
            else:
                sides[-1][key] = value
    orig, reply = (side(fields, protocol) for fields in sides)
    if "zone-orig" in common:
        orig["zone"] = int(common["zone-orig"])
    if "zone-reply" in common:
        reply["zone"] = int(common["zone-reply"])
    lane = ("hardware" if "HW_OFFLOAD" in flags else "software" if "OFFLOAD" in flags else "slow")
    return common["id"], {
        "family": family, "protocol": int(number),
        "orig": orig, "reply": reply, "state": state, "lane": lane,
        "mark": int(common.get("mark", 0)), "zone": int(common.get("zone", 0)),
        "helper": common.get("helper"), "unreplied": "UNREPLIED" in flags,
        "assured": "ASSURED" in flags}, timeout


def reduce(flow):
    """One of our objects, as far as conntrack(8) tells the same."""
    offloaded = flow["lane"] != "slow"
    kept = {key: flow[key] for key in
            ("family", "orig", "reply", "state", "lane", "mark", "zone", "helper")}
    name = flow["protocol"]
    kept["protocol"] = int(name) if name.isdigit() else socket.getprotobyname(name)
    kept["unreplied"] = "SEEN_REPLY" not in flow["status"]
    # conntrack(8) prints one of OFFLOAD and ASSURED.
    kept["assured"] = "ASSURED" in flow["status"] and not offloaded
    return kept


KEYS = ["id", "lane", "family", "protocol", "orig", "reply", "state", "timeout", "status", "mark",
        "zone", "helper", "start", "rate", "reason", "pin"]

ours = {}
for line in run(flowlanes, "list", "--json"):
    flow = json.loads(line)
    assert list(flow) == KEYS, f"keys of {line}"
    assert flow["id"] not in ours, f"twice: {line}"
    ours[flow["id"]] = flow

kinds = collections.Counter()
theirs = set()
for line in run("conntrack", "-L", "-o", "extended,id"):
    identity, expected, timeout = parse(line)
    theirs.add(identity)
    if identity not in ours:
        sys.exit(f"not listed by flowlanes: {line}")
    flow = ours[identity]
    if reduce(flow) != expected:
        sys.exit(f"differs\n  conntrack {line}\n  expected  {expected}\n  flowlanes {reduce(flow)}")
    if (timeout is None) != (flow["timeout"] is None) or abs((timeout or 0) - (flow["timeout"] or 0)) > 5:
        sys.exit(f"timeout differs: {line}: {flow['timeout']}")
    kinds[f"{flow['family']} {flow['protocol']}"] += 1
if set(ours) != theirs:
    sys.exit(f"listed by flowlanes alone: {[ours[i] for i in set(ours) - theirs][:3]}")

# The plain lines say the same as the JSON.
header, *lines = run(flowlanes, "list")
titles = header.split("\t")
assert len(lines) == len(ours), f"{len(lines)} lines for {len(ours)} flows"
for line in lines:
    fields = dict(zip(titles, line.split("\t"), strict=True))
    flow = ours[int(fields["ID"])]
    text = lambda value: "-" if value is None else str(value)
    assert fields["LANE"] == flow["lane"] and fields["PROTO"] == flow["protocol"], line
    assert fields["SOURCE"].strip("[").startswith(flow["orig"]["src"]), line
    assert fields["STATE"] == text(flow["state"]) and fields["MARK"] == text(flow["mark"]), line
    assert fields["BYTES"] == text(flow["orig"]["bytes"]), line
    assert fields["STATUS"] == (",".join(flow["status"]) or "-"), line

print(f"{len(ours)} entries agree: " + ", ".join(f"{n} {k}" for k, n in sorted(kinds.items())))

"""What the kernel says of its flows, through conntrack(8): the judge of what flowlanes says."""

import re

from machine import inside

STATES = set(
    "NONE SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT CLOSE_WAIT LAST_ACK TIME_WAIT CLOSE SYN_SENT2 LISTEN "
    "CLOSED COOKIE_WAIT COOKIE_ECHOED SHUTDOWN_SENT SHUTDOWN_RECD SHUTDOWN_ACK_SENT HEARTBEAT_SENT "
    "HEARTBEAT_ACKED REQUEST RESPOND PARTOPEN OPEN CLOSEREQ CLOSING TIMEWAIT IGNORE INVALID".split())
PROTOCOLS = {1: "icmp", 2: "igmp", 6: "tcp", 17: "udp", 33: "dccp", 47: "gre", 50: "esp", 58: "ipv6-icmp",
             132: "sctp", 136: "udplite"}


def flows(namespace="rtr"):
    """The namespace's flows by id, in the shape of `flowlanes list --json`."""
    text = inside(namespace, "conntrack", "-L", "-o", "extended,id,labels")
    listed = [parse(line) for line in text.splitlines()]
    return {flow["id"]: flow for flow in listed}


def parse(line):
    """One line of `conntrack -L -o extended,id,labels`. What it leaves out is None."""
    words = line.split()
    family, number = words[0], int(words[3])
    protocol = PROTOCOLS.get(number, str(number))
    rest, timeout, state = words[4:], None, None
    if rest and rest[0].isdigit():
        timeout = int(rest.pop(0))
    if rest and rest[0] in STATES:
        state = rest.pop(0)
    flags, tuples, other = set(), [], {}
    for word in rest:
        if flag := re.fullmatch(r"\[(\w+)\]", word):
            flags.add(flag[1])
            continue
        key, _, value = word.partition("=")
        if key == "src":
            tuples.append({})
        # The entry's own words come after the second tuple, whose own come after its src.
        if key in ("src", "dst", "sport", "dport", "packets", "bytes", "type", "code", "id", "srckey",
                   "dstkey") and not (key == "id" and "use" in other):
            tuples[-1][key] = value
        else:
            other[key] = value
    return {
        "id": int(other["id"]),
        "family": family,
        "protocol": protocol,
        "lane": "hardware" if "HW_OFFLOAD" in flags else "software" if "OFFLOAD" in flags else "slow",
        "timeout": timeout,
        "state": state,
        "orig": direction(tuples[0], protocol, other.get("zone-orig")),
        "reply": direction(tuples[1], protocol, other.get("zone-reply")),
        "mark": int(other["mark"]) if "mark" in other else None,
        "zone": int(other.get("zone", 0)),
        "helper": other.get("helper"),
        "age": int(other["delta-time"]) if "delta-time" in other else None,
        "flags": flags,
    }


def direction(words, protocol, zone):
    shape = {"src": words["src"], "dst": words["dst"], "zone": None if zone is None else int(zone)}
    if protocol in ("icmp", "ipv6-icmp"):
        shape |= {"type": int(words["type"]), "code": int(words["code"]), "icmpid": int(words["id"])}
    else:
        source = words.get("sport", words.get("srckey"))
        destination = words.get("dport", words.get("dstkey"))
        shape |= {
            "sport": None if source is None else int(source, 0),
            "dport": None if destination is None else int(destination, 0),
        }
    for key in ("packets", "bytes"):
        shape[key] = int(words[key]) if key in words else None
    return shape

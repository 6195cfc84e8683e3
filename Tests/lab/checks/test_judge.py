"""The judge itself: it must catch each field that is wrong, or the other tests mean nothing."""

import copy
import datetime

from agreement import compare
from conntrack import parse
from machine import Failure

LINES = """\
ipv4     2 tcp      6 431999 ESTABLISHED src=192.168.1.2 dst=203.0.113.2 sport=41000 dport=22 packets=9 bytes=800 src=203.0.113.2 dst=203.0.113.1 sport=22 dport=41000 packets=7 bytes=700 [ASSURED] mark=4 delta-time=9 zone=7 use=1 id=11
ipv6     10 tcp      6 src=2001:db8:1::2 dst=2001:db8:2::2 sport=41001 dport=443 packets=90 bytes=8000 src=2001:db8:2::2 dst=2001:db8:1::2 sport=443 dport=41001 packets=70 bytes=7000 [HW_OFFLOAD] mark=0 delta-time=9 helper=ftp use=2 id=12
ipv4     2 icmp     1 29 src=192.168.1.2 dst=203.0.113.2 type=8 code=0 id=5 packets=1 bytes=84 [UNREPLIED] src=203.0.113.2 dst=192.168.1.2 type=0 code=0 id=5 packets=0 bytes=0 mark=0 delta-time=9 use=1 id=13
ipv4     2 udp      17 src=192.168.1.2 dst=203.0.113.2 sport=41002 dport=4500 src=203.0.113.2 dst=192.168.1.2 sport=4500 dport=41002 [OFFLOAD] mark=0 delta-time=9 zone-orig=3 use=2 id=14
ipv4     2 unknown  253 599 src=192.168.1.2 dst=203.0.113.2 packets=4 bytes=112 [UNREPLIED] src=203.0.113.2 dst=192.168.1.2 packets=0 bytes=0 mark=0 delta-time=9 use=1 id=15
"""
STATUS = {
    11: ["SEEN_REPLY", "ASSURED", "CONFIRMED", "SRC_NAT"],
    12: ["SEEN_REPLY", "ASSURED", "CONFIRMED", "OFFLOAD", "HW_OFFLOAD"],
    13: ["CONFIRMED"],
    14: ["SEEN_REPLY", "CONFIRMED", "OFFLOAD"],
    15: ["CONFIRMED"],
}


def looks():
    """The kernel's flows, and what flowlanes should say of them."""
    kernel = {flow["id"]: flow for flow in map(parse, LINES.splitlines())}
    said = copy.deepcopy(kernel)
    began = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=9)
    for id, flow in said.items():
        del flow["flags"], flow["age"]
        flow |= {"status": STATUS[id], "start": began.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    return kernel, said


def refused(kernel, said):
    try:
        compare(kernel, said, kernel)
    except Failure:
        return True
    return False


def other(value):
    """A value that is wrong in the place of this one."""
    match value:
        case None:
            return 1
        case int():
            return value + 1
        case list():
            return [name for name in value if name != "CONFIRMED"]
        case str() if value.endswith("Z"):
            return "2020-01-01T00:00:00Z"
        case _:
            return value + "0"


def test_it_accepts_what_is_right():
    kernel, said = looks()
    assert compare(kernel, said, kernel) == []


def test_it_refuses_each_wrong_field():
    for id, flow in looks()[1].items():
        for key in flow:
            ways = (key,) if key not in ("orig", "reply") else flow[key]
            for inner in ways:
                kernel, said = looks()
                place = said[id] if inner == key else said[id][key]
                place[inner] = other(place[inner])
                assert refused(kernel, said), (id, key, inner)


def test_it_refuses_a_wrong_lane_or_status():
    for id, status in STATUS.items():
        for bit in ("SEEN_REPLY", "SRC_NAT", "OFFLOAD", "HW_OFFLOAD"):
            kernel, said = looks()
            changed = set(status) ^ {bit}
            if bit == "OFFLOAD" and "HW_OFFLOAD" in status:
                continue  # conntrack(8) does not print it there
            said[id]["status"] = sorted(changed)
            assert refused(kernel, said), (id, bit)


def test_it_refuses_a_missing_flow_and_a_missing_number():
    kernel, said = looks()
    del said[12]
    assert refused(kernel, said)
    kernel, said = looks()
    said[11]["orig"]["bytes"] = None
    assert refused(kernel, said)


def test_it_takes_a_moving_counter_only_between_both_looks():
    for value, wrong in ((800, False), (850, False), (900, False), (799, True), (901, True)):
        kernel, said = looks()
        after = copy.deepcopy(kernel)
        after[11]["orig"]["bytes"] = 900
        said[11]["orig"]["bytes"] = value
        try:
            compare(kernel, said, after)
            assert not wrong, value
        except Failure:
            assert wrong, value

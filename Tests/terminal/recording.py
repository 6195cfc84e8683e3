"""Recordings written by hand: flows in all lanes at any time, and names as no kernel would let one set.

What a kernel says is tested elsewhere, on kernels. Numbers are those of linux/netlink.h,
nfnetlink_conntrack.h, nf_tables.h and if_link.h; the file is pcapng with link type 253.
"""

import socket
import struct

NETFILTER, ROUTE = 12, 0
MULTI = 2
SECOND = 1_000_000_000
BEGIN = 1_700_000_000 * SECOND
SLOW, SOFTWARE, HARDWARE = 0, 1 << 14, 1 << 15
SURE = 0xE  # SEEN_REPLY, ASSURED, CONFIRMED


def padded(data):
    return data + bytes(-len(data) % 4)


def attribute(kind, *parts):
    value = b"".join(parts)
    return padded(struct.pack("=HH", len(value) + 4, kind) + value)


def text(kind, value):
    return attribute(kind, value + b"\0")


def message(kind, *parts, flags=MULTI):
    body = b"".join(parts)
    return padded(struct.pack("=IHHII", len(body) + 16, kind, flags, 1, 1) + body)


def nfgenmsg(family=0):
    return bytes([family, 0, 0, 0])


class Flow:
    """A TCP or UDP flow over IPv4; `rate` is in bytes a second."""

    def __init__(self, number, lane=SLOW, protocol=17, source=None, port=None, rate=0, helper=None):
        self.number, self.lane, self.protocol = number, lane, protocol
        self.source = source or f"10.0.0.{number % 200 + 1}"
        self.port = port or 1000 + number
        self.rate, self.helper = rate, helper

    def message(self, seconds):
        to, back = (self.source, self.port), ("198.51.100.7", 443)
        total = 10_000 + int(self.rate * seconds)
        parts = [
            self.tuple(1, to, back), self.tuple(2, back, to),
            attribute(3, struct.pack(">I", SURE | self.lane)),
            attribute(7, struct.pack(">I", 100)), attribute(8, struct.pack(">I", 0)),
            attribute(12, struct.pack(">I", 5000 + self.number)),
            attribute(9, self.count(1, total // 100), self.count(2, total)),
            attribute(10, self.count(1, total // 100), self.count(2, total)),
        ]
        if self.protocol == 6:
            parts.append(attribute(4, attribute(1, attribute(1, b"\3"))))
        if self.helper:
            parts.append(attribute(5, text(1, self.helper)))
        return message(0x0100, nfgenmsg(2), *parts)

    @staticmethod
    def count(kind, number):
        return attribute(kind, struct.pack(">Q", number))

    def tuple(self, kind, source, destination):
        return attribute(
            kind,
            attribute(1, attribute(1, socket.inet_aton(source[0])),
                      attribute(2, socket.inet_aton(destination[0]))),
            attribute(2, attribute(1, bytes([self.protocol])),
                      attribute(2, struct.pack(">H", source[1])),
                      attribute(3, struct.pack(">H", destination[1]))))


class Recording:
    """`polls` polls, 25 ms apart, of these flows on this machine."""

    def __init__(self, flows, polls=3, hostname=b"gw1", namespace=None, table=b"filter",
                 flowtable=b"fast", device=b"lan0"):
        self.blocks = [self.section(hostname, namespace), self.interface()]
        self.flowtables = message(
            0x0A16, nfgenmsg(1), text(1, table), text(2, flowtable), attribute(7, struct.pack(">I", 3)),
            attribute(3, attribute(1, struct.pack(">I", 0)), attribute(2, struct.pack(">I", 0)),
                      attribute(3, text(1, device))))
        self.link = message(16, struct.pack("=BxHiII", 0, 1, 7, 0x41, 0), text(3, device))
        for number in range(polls):
            seconds = number / 40
            self.poll(seconds, [flow.message(seconds) for flow in flows])

    def poll(self, seconds, messages):
        """Appends a poll that lists these messages of flows."""
        for family, ask, answer in [
                (NETFILTER, message(0x0A17, nfgenmsg(), flags=0x301), [self.flowtables]),
                (ROUTE, message(18, bytes(16), flags=0x301), [self.link]),
                (NETFILTER, message(0x0101, nfgenmsg(), flags=0x301), messages)]:
            self.frame(seconds, family, ask, to_kernel=True)
            for part in answer:
                self.frame(seconds, family, part)
            self.frame(seconds, family, message(3, bytes(4)))

    def take(self):
        """What was appended since the last time."""
        taken, self.blocks = b"".join(self.blocks), []
        return taken

    def write(self, path):
        path.write_bytes(b"".join(self.blocks))
        return str(path)

    @staticmethod
    def block(kind, body):
        length = struct.pack("<I", len(body) + 12)
        return struct.pack("<I", kind) + length + body + length

    def section(self, hostname, namespace):
        lines = [b"kernel=6.1.0", b"hostname=" + hostname]
        if namespace:
            lines.append(b"namespace=" + namespace)
        comment = b"\n".join(lines)
        return self.block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) +
                          padded(struct.pack("<HH", 1, len(comment)) + comment) + bytes(4))

    def interface(self):
        return self.block(1, struct.pack("<HHI", 253, 0, 0) + struct.pack("<HHB3x", 9, 1, 9) + bytes(4))

    def frame(self, seconds, family, datagram, to_kernel=False):
        time = BEGIN + int(seconds * SECOND)
        packet = struct.pack(">HH10xH", 7 if to_kernel else 6, 824, family) + datagram
        self.blocks.append(self.block(6, struct.pack(
            "<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(packet), len(packet)) + padded(packet)))


def usual():
    """Forty flows: twenty slow ones, ten in each other lane; every fourth carries something."""
    lanes = [SLOW] * 20 + [SOFTWARE] * 10 + [HARDWARE] * 10
    return Recording([
        Flow(number, lane, protocol=6 if number % 3 == 0 else 17,
             rate=100_000 * (number + 1) if number % 4 == 0 else 0)
        for number, lane in enumerate(lanes)])

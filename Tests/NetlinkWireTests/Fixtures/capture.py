"""Keeps what the kernel answers, byte for byte, as fixtures.

    capture.py fill          fills the namespace with one entry of each kind, over ctnetlink
    capture.py surroundings FOLDER
                             writes FOLDER/{links,routes,rules,neighbors,forwarding,qdiscs,policies,
                             ethtool,names,features}.bin
    capture.py dump FOLDER   writes FOLDER/{flows,flowtables,links,addresses,statistics}.bin,
                             and what conntrack(8) says of the same entries, FOLDER/flows.txt

    capture.py ruleset FOLDER   writes FOLDER/{generation,tables,chains,rules,sets,elements,objects}.bin,
                                the elements of all sets one after the other, with one end

Run as root in a namespace of its own. README.md says what was run for each folder.
"""
import ipaddress, os, socket, struct, subprocess, sys

NETFILTER, ROUTE, IPSEC, GENERIC = 12, 0, 6, 16
REQUEST, ACK, DUMP, CREATE_EXCL = 0x1, 0x4, 0x300, 0x600


def attribute(kind, value, nested=False):
    length = 4 + len(value)
    return struct.pack("HH", length, kind | (0x8000 if nested else 0)) + value + bytes(-length % 4)


def message(kind, flags, body, sequence=1):
    return struct.pack("IHHII", 16 + len(body), kind, flags, sequence, 0) + body


def ask(family, request, complete):
    """Sends a request; returns its answer, the datagrams joined, up to where it is complete."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, family) as s:
        s.bind((0, 0))
        s.send(request)
        answer = b""
        while True:
            datagram = s.recv(65536)
            answer += datagram
            if complete(datagram):
                return answer


def types(datagram):
    offset = 0
    while offset < len(datagram):
        length, kind = struct.unpack_from("IH", datagram, offset)
        yield kind
        offset += (length + 3) & ~3


def tuple_of(source, destination, proto, fields, zone=None):
    a, b = ipaddress.ip_address(source), ipaddress.ip_address(destination)
    first = 1 if a.version == 4 else 3
    ip = attribute(first, a.packed) + attribute(first + 1, b.packed)
    l4 = attribute(1, bytes([proto])) + b"".join(attribute(k, v) for k, v in fields)
    body = attribute(1, ip, True) + attribute(2, l4, True)
    if zone:
        body += attribute(3, struct.pack(">H", zone))
    return body


def ports(a, b):
    return [(2, struct.pack(">H", a)), (3, struct.pack(">H", b))]


def icmp(number, kind, first=4):
    return [(first, struct.pack(">H", number)), (first + 1, bytes([kind])), (first + 2, b"\0")]


def enter(source, destination, proto, orig, reply, orig_zone=None, reply_zone=None, more=b"",
          timeout=600, status=0x0e):
    body = struct.pack("BBH", 2 if ":" not in source else 10, 0, 0)
    body += attribute(1, tuple_of(source, destination, proto, orig, orig_zone), True)
    body += attribute(2, tuple_of(destination, source, proto, reply, reply_zone), True)
    body += attribute(3, struct.pack(">I", status)) + attribute(7, struct.pack(">I", timeout)) + more
    answer = ask(NETFILTER, message(0x0100, REQUEST | ACK | CREATE_EXCL, body), lambda _: True)
    code = -struct.unpack_from("i", answer, 16)[0]
    print(f"{source} > {destination} protocol {proto}: {os.strerror(code)}")


def state(kind, number):
    return attribute(4, attribute(kind, attribute(1, bytes([number])), True), True)


def sctp_state(number):
    tags = attribute(2, struct.pack(">I", 1)) + attribute(3, struct.pack(">I", 2))
    return attribute(4, attribute(3, attribute(1, bytes([number])) + tags, True), True)


def dccp_state(number):
    rest = attribute(2, b"\0") + attribute(3, struct.pack(">Q", 0))
    return attribute(4, attribute(2, attribute(1, bytes([number])) + rest, True), True)


def nat(address, port):
    p = struct.pack(">H", port)
    return attribute(6, attribute(1, ipaddress.ip_address(address).packed)
                     + attribute(3, attribute(1, p) + attribute(2, p), True), True)


def fill():
    for name in ("nf_conntrack_acct", "nf_conntrack_timestamp"):
        with open(f"/proc/sys/net/netfilter/{name}", "w") as f:
            f.write("1")
    u32 = lambda kind, n: attribute(kind, struct.pack(">I", n))
    u16 = lambda kind, n: attribute(kind, struct.pack(">H", n))
    four, six = ("192.0.2.1", "198.51.100.2"), ("2001:db8::1", "2001:db8:ffff::2")
    for source, destination in (four, six):
        both = lambda a, b: (ports(a, b), ports(b, a))
        enter(source, destination, 6, *both(40001, 443), more=state(1, 3) + u32(8, 0xdeadbeef))
        enter(source, destination, 6, *both(40002, 80), more=state(1, 1), status=0x08, timeout=60)
        enter(source, destination, 17, *both(40003, 53), status=0x0a)
        enter(source, destination, 136, *both(40004, 5000))
        enter(source, destination, 132, *both(40005, 3868), more=sctp_state(4))
        enter(source, destination, 33, *both(40006, 5001), more=dccp_state(4))
        enter(source, destination, 47, *both(1, 2))
        enter(source, destination, 253, [], [])
        enter(source, destination, 50, [], [])
        enter(source, destination, 17, *both(40007, 7), more=u16(18, 5))
        enter(source, destination, 17, *both(40008, 7), orig_zone=6)
        enter(source, destination, 17, *both(40009, 7), reply_zone=7)
        enter(source, destination, 6, *both(40010, 21),
              more=state(1, 3) + attribute(5, attribute(1, b"ftp\0"), True))
        enter(source, destination, 6, *both(40011, 22),
              more=state(1, 3) + attribute(22, bytes([2] + 7 * [0] + [128] + 7 * [0])))
        master = attribute(14, tuple_of(source, destination, 6, ports(40010, 21)), True)
        enter(source, destination, 6, *both(40012, 2021), more=state(1, 3) + master)
    enter(*four, 1, icmp(4711, 8), icmp(4711, 0))
    enter(*six, 58, icmp(4712, 128, 7), icmp(4712, 129, 7))
    enter(*four, 6, ports(40013, 443), ports(443, 40013), more=state(1, 3) + nat("203.0.113.9", 61000))


def dump(folder):
    os.makedirs(folder, exist_ok=True)
    ended = lambda datagram: 3 in types(datagram) or 2 in types(datagram)
    generic = struct.pack("BBH", 0, 0, 0)
    requests = {
        "flows": (NETFILTER, message(0x0101, REQUEST | DUMP, generic), ended),
        "flowtables": (NETFILTER, message(0x0a17, REQUEST | DUMP, generic), ended),
        "statistics": (NETFILTER, message(0x0105, REQUEST, generic), lambda _: True),
        "links": (ROUTE, message(18, REQUEST | DUMP, bytes(16) + attribute(29, struct.pack("I", 8))),
                  ended),
        "addresses": (ROUTE, message(22, REQUEST | DUMP, bytes(8)), ended),
    }
    for name, request in requests.items():
        with open(f"{folder}/{name}.bin", "wb") as f:
            f.write(ask(*request))
    for family in ("ipv4", "ipv6"):
        said = subprocess.run(["conntrack", "-L", "-f", family, "-o", "extended,id,ktimestamp"],
                              capture_output=True, text=True, check=True,
                              env={**os.environ, "TZ": "UTC"}).stdout
        with open(f"{folder}/flows.txt", "w" if family == "ipv4" else "a") as f:
            f.write(said)


def messages(datagrams):
    offset = 0
    while offset < len(datagrams):
        length = struct.unpack_from("I", datagrams, offset)[0]
        yield datagrams[offset:offset + ((length + 3) & ~3)]
        offset += (length + 3) & ~3


def sets(datagrams):
    """The family, table and name of each set of an answer."""
    for one in messages(datagrams):
        if struct.unpack_from("H", one, 4)[0] != 0x0a09:
            continue
        found, offset = {}, 20
        while offset < len(one):
            length, kind = struct.unpack_from("HH", one, offset)
            found[kind & 0x3fff] = one[offset + 4:offset + length]
            offset += (length + 3) & ~3
        yield one[16], found[1], found[2]


def ruleset(folder):
    os.makedirs(folder, exist_ok=True)
    ended = lambda datagram: 3 in types(datagram) or 2 in types(datagram)
    generic = struct.pack("BBH", 0, 0, 0)
    answers = {}
    for name, kind in {"tables": 1, "chains": 4, "rules": 7, "sets": 10, "objects": 19}.items():
        answers[name] = ask(NETFILTER, message(0x0a00 | kind, REQUEST | DUMP, generic), ended)
    answers["generation"] = ask(NETFILTER, message(0x0a10, REQUEST, generic), lambda _: True)
    elements, end = b"", b""
    for family, table, name in sets(answers["sets"]):
        body = struct.pack("BBH", family, 0, 0) + attribute(1, table) + attribute(2, name)
        *some, end = messages(ask(NETFILTER, message(0x0a0d, REQUEST | DUMP, body), ended))
        elements += b"".join(some)
    answers["elements"] = elements + end
    for name, answer in answers.items():
        with open(f"{folder}/{name}.bin", "wb") as f:
            f.write(answer)


def surroundings(folder):
    os.makedirs(folder, exist_ok=True)
    ended = lambda datagram: 3 in types(datagram) or 2 in types(datagram)
    at_once = lambda datagram: True
    dump = lambda kind, body: message(kind, REQUEST | DUMP, body)
    command = lambda number: struct.pack("BBH", number, 1, 0)
    u32 = lambda kind, value: attribute(kind, struct.pack("I", value))
    family = ask(GENERIC, message(16, REQUEST, command(3) + attribute(2, b"ethtool\0")), at_once)
    offset = 20
    while struct.unpack_from("H", family, offset + 2)[0] != 1:  # CTRL_ATTR_FAMILY_ID
        offset += (struct.unpack_from("H", family, offset)[0] + 3) & ~3
    ethtool = struct.unpack_from("H", family, offset + 4)[0]
    sets = attribute(2, attribute(1, u32(1, 4), True), True)
    answers = {
        "links": ask(ROUTE, dump(18, bytes(16) + u32(29, 8)), ended),
        "routes": ask(ROUTE, dump(26, bytes(12)), ended),
        "rules": ask(ROUTE, dump(34, bytes(12)), ended),
        "neighbors": ask(ROUTE, dump(30, bytes(12)), ended),
        "forwarding": ask(ROUTE, dump(30, bytes([7]) + bytes(11)), ended),
        "qdiscs": ask(ROUTE, dump(38, bytes(20)), ended),
        "policies": ask(IPSEC, dump(0x15, bytes(64)), ended),
        "ethtool": family,
        "names": ask(GENERIC, message(ethtool, REQUEST, command(1) + attribute(1, b"", True) + sets), at_once),
        "features": ask(GENERIC, dump(ethtool, command(11) + attribute(1, u32(3, 1), True)), ended),
    }
    for name, answer in answers.items():
        with open(f"{folder}/{name}.bin", "wb") as f:
            f.write(answer)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill()
    else:
        {"dump": dump, "ruleset": ruleset, "surroundings": surroundings}[sys.argv[1]](sys.argv[2])

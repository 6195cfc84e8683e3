"""Answers talk.py. serve.py PORT...: TCP, UDP, UDP-Lite and SCTP, IPv4 and IPv6, on each port.

A request says how long it is and how much it wants back; see talk.py. Prints `serving` when every
port is open.
"""

import socket
import struct
import sys
import threading

UDPLITE, SCTP = 136, 132
DATAGRAM = 1200


def read_exactly(stream, count):
    while count > 0:
        data = stream.recv(min(count, 65536))
        if not data:
            return False
        count -= len(data)
    return True


def converse(stream):
    """Serves requests until the peer closes; then closes too."""
    with stream:
        try:
            while True:
                head = b""
                while len(head) < 8:
                    data = stream.recv(8 - len(head))
                    if not data:
                        return
                    head += data
                up, down = struct.unpack("!II", head)
                if not read_exactly(stream, up):
                    return
                stream.sendall(bytes(down))
        except OSError:
            pass


def serve_streams(listener):
    while True:
        stream, _ = listener.accept()
        threading.Thread(target=converse, args=(stream,), daemon=True).start()


def serve_datagrams(s):
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    while True:
        data, info, _, peer = s.recvmsg(65535, 256)
        (down,) = struct.unpack("!I", data[:4])
        while down > 0:
            try:
                # With the same ancillary data: from the address that was asked.
                s.sendmsg([bytes(min(down, DATAGRAM))], info, 0, peer)
            except OSError:
                break
            down -= DATAGRAM


def listen(port, kind, protocol, serve):
    s = socket.socket(socket.AF_INET6, kind, protocol)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("::", port))
    if kind == socket.SOCK_STREAM:
        s.listen(64)
    threading.Thread(target=serve, args=(s,), daemon=True).start()


for port in map(int, sys.argv[1:]):
    listen(port, socket.SOCK_STREAM, 0, serve_streams)
    listen(port, socket.SOCK_DGRAM, 0, serve_datagrams)
    for protocol, kind, serve in (
        (UDPLITE, socket.SOCK_DGRAM, serve_datagrams),
        (SCTP, socket.SOCK_STREAM, serve_streams),
    ):
        try:
            listen(port, kind, protocol, serve)
        except OSError:
            pass  # this kernel has no such protocol
print("serving", flush=True)
threading.Event().wait()

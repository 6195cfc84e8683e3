#!/usr/bin/env python3
"""traffic.py: a little real traffic over the loopback device, so that counters are not all zero."""
import socket

for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    server = socket.create_server((host, 0), family=family)
    client = socket.create_connection(server.getsockname()[:2])
    peer, _ = server.accept()
    client.sendall(b"x" * 70000)
    left = 70000
    while left:
        left -= len(peer.recv(left))
    one, two = (socket.socket(family, socket.SOCK_DGRAM) for _ in range(2))
    one.bind((host, 0))
    two.bind((host, 0))
    for turn in range(3):
        one.sendto(b"ping", two.getsockname())
        two.sendto(b"pong" * turn, one.getsockname())

"""Makes flows on command. Reads commands from standard input, one a line:

  open NAME KIND HOST PORT [up=BYTES] [down=BYTES] [every=SECONDS] [count=N] [src=ADDRESS]
       begins a flow of requests, each `up` long and answered by `down`, one `every` so many seconds,
       `count` of them (without: no end). KIND: tcp udp udplite sctp; ping (up is the payload);
       raw (PORT is the protocol's number, data=HEX what is sent, and nobody answers).
  quiet NAME     sends nothing more; the flow stays open
  resume NAME    sends again
  close NAME     ends it as its protocol does (TCP: FIN)
  reset NAME     ends a TCP flow with RST

It answers each command when it is done: `opened NAME PORT` (the source port, or the ICMP id), `quiet
NAME`, `resumed NAME`, `closed NAME`, or `failed NAME REASON`. Ends with its input, as a client that dies.
"""

import os
import random
import socket
import struct
import sys
import threading

UDPLITE, SCTP = 136, 132
KINDS = {
    "tcp": (socket.SOCK_STREAM, socket.IPPROTO_TCP),
    "udp": (socket.SOCK_DGRAM, socket.IPPROTO_UDP),
    "udplite": (socket.SOCK_DGRAM, UDPLITE),
    "sctp": (socket.SOCK_STREAM, SCTP),
    "ping": (socket.SOCK_DGRAM, None),
    "raw": (socket.SOCK_RAW, None),
}
speaking = threading.Lock()


def say(*words):
    with speaking:
        print(*words, flush=True)


class Talk:
    """One flow and the thread that keeps it going."""

    def __init__(self, kind, host, port, up="100", down="100", every="0.2", count="0", src="", data=""):
        self.kind, self.up, self.down = kind, int(up), int(down)
        self.every, self.left = float(every), int(count) or None
        self.data = bytes.fromhex(data)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        type, protocol = KINDS[kind]
        if kind == "ping":
            protocol = socket.IPPROTO_ICMPV6 if ":" in host else socket.IPPROTO_ICMP
        elif kind == "raw":
            protocol, port = int(port), "0"
        self.socket = socket.socket(family, type, protocol)
        self.socket.settimeout(10)
        if src:
            self.socket.bind((src, 0))
        self.socket.connect((host, int(port)))
        self.sequence = 0
        self.condition = threading.Condition()
        self.running, self.ended, self.busy = True, False, False
        self.exchange()  # a flow is open once it was answered
        threading.Thread(target=self.keep_going, daemon=True).start()

    def exchange(self):
        """One request, and all of its answer."""
        if self.left is not None:
            if self.left == 0:
                return
            self.left -= 1
        self.sequence += 1
        if self.kind in ("tcp", "sctp"):
            self.socket.sendall(struct.pack("!II", self.up, self.down) + bytes(self.up))
            want = self.down
            while want > 0:
                data = self.socket.recv(min(want, 65536))
                if not data:
                    raise ConnectionError("the server closed")
                want -= len(data)
        elif self.kind == "ping":
            type = 128 if self.socket.family == socket.AF_INET6 else 8
            self.socket.send(struct.pack("!BBHHH", type, 0, 0, 0, self.sequence) + bytes(self.up))
            self.socket.recv(65535)
        elif self.kind == "raw":
            self.socket.send(self.data)
        else:
            self.socket.send(struct.pack("!I", self.down) + bytes(self.up))
            want = self.down
            while want > 0:
                want -= len(self.socket.recv(65535))

    def keep_going(self):
        while True:
            with self.condition:
                # Real clients keep no beat.
                self.condition.wait(self.every * random.uniform(0.7, 1.3))
                while not self.running and not self.ended:
                    self.condition.wait()
                if self.ended:
                    return
                self.busy = True
            try:
                self.exchange()
            except TimeoutError:
                pass  # a lost datagram; a stream goes on with its next request
            except OSError:
                self.ended = True
            with self.condition:
                self.busy = False
                self.condition.notify_all()

    def pause(self, running):
        """Returns when no request is on its way any more."""
        with self.condition:
            self.running = running
            self.condition.notify_all()
            while not running and self.busy:
                self.condition.wait()

    def end(self, reset):
        self.pause(False)
        with self.condition:
            self.ended = True
            self.condition.notify_all()
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


talks = {}
for line in sys.stdin:
    command, name, *rest = line.split()
    try:
        if command == "open":
            talk = talks[name] = Talk(*rest[:3], **dict(word.split("=", 1) for word in rest[3:]))
            say("opened", name, talk.socket.getsockname()[1])
        elif command == "quiet":
            talks[name].pause(False)
            say("quiet", name)
        elif command == "resume":
            talks[name].pause(True)
            say("resumed", name)
        elif command in ("close", "reset"):
            talks.pop(name).end(command == "reset")
            say("closed", name)
        else:
            say("failed", name, "no such command")
    except (OSError, KeyError, TypeError, ValueError) as error:
        say("failed", name, repr(error))
os._exit(0)

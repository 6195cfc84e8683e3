"""Streams that are checked byte for byte at both ends, for as long as a test wants.

  stream.py serve PORT...      TCP and UDP, IPv4 and IPv6; prints `serving`, then a line for each end of a
                               stream: `ended PEERPORT RECEIVED SENT ok` (or what was wrong)
  stream.py                    reads commands, one a line, and answers each:
    open NAME tcp|udp HOST PORT [pace=BYTES_PER_SECOND]   `opened NAME SOURCEPORT`
    count NAME     `counted NAME SENT RECEIVED LOST ok`
    finish NAME    ends it in good order: `finished NAME SENT RECEIVED LOST ok`

Byte number i of a TCP stream is BLOCK[i % len(BLOCK)]; the length is a prime, so that nothing that is lost,
doubled or exchanged goes unseen. Datagrams carry their number and come back as they were sent.
"""

import random
import socket
import struct
import sys
import threading
import time

BLOCK = random.Random(7).randbytes(65521)
TRIPLED = BLOCK * 3
PIECE = 8192
speaking = threading.Lock()


def say(*words):
    with speaking:
        print(*words, flush=True)


def expected(offset, count):
    start = offset % len(BLOCK)
    return TRIPLED[start:start + count]


class Checked:
    """One direction that is received: where it stands, and whether all was right."""

    def __init__(self):
        self.count, self.wrong = 0, ""

    def take(self, data):
        if not self.wrong and data != expected(self.count, len(data)):
            self.wrong = f"wrong-after-{self.count}"
        self.count += len(data)


def send_paced(stream, pace, ended):
    """Sends until ended() is true, so many bytes a second; returns how many."""
    sent, begin = 0, time.monotonic()
    while not ended():
        stream.sendall(expected(sent, PIECE))
        sent += PIECE
        ahead = sent / pace - (time.monotonic() - begin)
        if ahead > 0:
            time.sleep(min(ahead, 0.2))
    return sent


def receive(stream, checked):
    while data := stream.recv(65536):
        checked.take(data)


def serve_stream(stream, peer):
    """Sends as long as the peer does, and checks what comes."""
    checked, over, sent = Checked(), threading.Event(), [0]

    def talk():
        try:
            sent[0] = send_paced(stream, 300_000, over.is_set)
            stream.shutdown(socket.SHUT_WR)
        except OSError as error:
            checked.wrong = checked.wrong or f"sending-{error.strerror}".replace(" ", "-")

    talker = threading.Thread(target=talk, daemon=True)
    talker.start()
    try:
        receive(stream, checked)
    except OSError as error:
        checked.wrong = checked.wrong or f"receiving-{error.strerror}".replace(" ", "-")
    over.set()
    talker.join()
    stream.close()
    say("ended", peer[1], checked.count, sent[0], checked.wrong or "ok")


def serve(port):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        s = socket.socket(socket.AF_INET6, kind)
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            s.listen(16)
            threading.Thread(target=accept, args=(s,), daemon=True).start()
        else:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
            threading.Thread(target=echo, args=(s,), daemon=True).start()


def accept(listener):
    while True:
        stream, peer = listener.accept()
        threading.Thread(target=serve_stream, args=(stream, peer), daemon=True).start()


def echo(s):
    while True:
        data, info, _, peer = s.recvmsg(65535, 256)
        # With the same ancillary data: from the address that was asked.
        s.sendmsg([data], info, 0, peer)


class Stream:
    """A TCP stream of the client's."""

    def __init__(self, host, port, pace):
        self.socket = socket.create_connection((host, port), 10)
        # Longer than any gap that retransmission closes; shorter than the test.
        self.socket.settimeout(30)
        self.checked, self.over, self.sent = Checked(), threading.Event(), 0
        self.threads = [
            threading.Thread(target=self.run, args=(work, pace), daemon=True)
            for work in (self.talk, self.listen)]
        for thread in self.threads:
            thread.start()

    def run(self, work, pace):
        try:
            work(pace)
        except OSError as error:
            self.checked.wrong = self.checked.wrong or f"{work.__name__}-{error}".replace(" ", "-")

    def talk(self, pace):
        self.sent = send_paced(self.socket, pace, self.over.is_set)
        self.socket.shutdown(socket.SHUT_WR)

    def listen(self, _):
        receive(self.socket, self.checked)

    def finish(self):
        self.over.set()
        for thread in self.threads:
            thread.join(40)

    def state(self):
        return self.sent, self.checked.count, 0, self.checked.wrong or "ok"


class Datagrams:
    """Datagrams that come back."""

    def __init__(self, host, port, pace):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.connect((host, port))
        self.socket.settimeout(5)
        self.sent, self.back, self.wrong, self.pace = 0, set(), "", pace
        self.over = threading.Event()
        self.exchange()  # a flow is open once it was answered
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self.talk, self.listen)]
        for thread in self.threads:
            thread.start()

    def exchange(self):
        self.send()
        self.take(self.socket.recv(2048))

    def send(self):
        number = self.sent
        try:
            self.socket.send(struct.pack("!Q", number) + expected(number, 500))
        except ConnectionRefusedError as error:
            self.wrong = self.wrong or f"refused-{error.errno}"
        self.sent += 1

    def take(self, data):
        (number,) = struct.unpack("!Q", data[:8])
        if data[8:] != expected(number, 500):
            self.wrong = self.wrong or f"wrong-{number}"
        self.back.add(number)

    def talk(self):
        while not self.over.is_set():
            self.send()
            self.over.wait(500 / self.pace)

    def listen(self):
        while True:
            try:
                self.take(self.socket.recv(2048))
            except TimeoutError:
                if self.over.is_set():
                    return
            except OSError as error:
                self.wrong = self.wrong or f"listening-{error.errno}"

    def finish(self):
        self.socket.settimeout(1)
        self.over.set()
        for thread in self.threads:
            thread.join(20)

    def state(self):
        return self.sent, len(self.back), self.sent - len(self.back), self.wrong or "ok"


def obey():
    streams = {}
    for line in sys.stdin:
        command, name, *rest = line.split()
        try:
            if command == "open":
                kind, host, port, *options = rest
                pace = float(dict(word.split("=") for word in options).get("pace", 300_000))
                one = (Stream if kind == "tcp" else Datagrams)(host, int(port), pace)
                streams[name] = one
                say("opened", name, one.socket.getsockname()[1])
            elif command == "count":
                say("counted", name, *streams[name].state())
            elif command == "finish":
                one = streams.pop(name)
                one.finish()
                say("finished", name, *one.state())
            else:
                say("failed", name, "no such command")
        except (OSError, KeyError, ValueError) as error:
            say("failed", name, repr(error))


if sys.argv[1:2] == ["serve"]:
    for port in sys.argv[2:]:
        serve(int(port))
    say("serving")
    threading.Event().wait()
else:
    obey()

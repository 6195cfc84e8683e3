"""A terminal that counts what a program sends, and (run by itself) traffic for it to show."""

import fcntl
import os
import pty
import random
import select
import signal
import socket
import struct
import termios
import time


class Terminal:
    """A program on a pseudo-terminal of its own; nobody interprets what it sends."""

    def __init__(self, command, rows=24, columns=80, variables=None):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(variables or {})})
            for name in ("COLORTERM", "NO_COLOR", "LINES", "COLUMNS"):
                os.environ.pop(name, None)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvp(command[0], command)

    def read(self, seconds, until=None):
        """All that is sent within so many seconds, or until it holds `until`."""
        end, data = time.monotonic() + seconds, b""
        while (rest := end - time.monotonic()) > 0 and not (until and until in data):
            if select.select([self.master], [], [], rest)[0]:
                try:
                    data += os.read(self.master, 65536)
                except OSError:
                    break
        return data

    def shows(self, *words, seconds=10):
        """Whether the screen, drawn anew, comes to hold these words."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.type(b"\x0c")
            data = self.read(0.5)
            if all(word in data for word in words):
                return True
        return False

    def type(self, keys):
        os.write(self.master, keys)

    def status(self):
        """The status of the process if it has ended, else None."""
        pid, status = os.waitpid(self.pid, os.WNOHANG) if self.pid else (0, 0)
        if pid:
            self.pid = 0
            self.ended = os.waitstatus_to_exitcode(status)
        return None if self.pid else self.ended

    def runs(self):
        return self.status() is None

    def memory(self, name):
        """VmRSS or VmHWM, which is its peak, in KiB."""
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(name))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status() is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)


def traffic(flows=30):
    """UDP on the loopback for ever: each flow at its own rate, which changes with time."""
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.bind(("127.0.0.1", 9))
    senders = []
    for number in range(flows):
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.bind((f"127.0.1.{number + 1}", 20000 + number))
        sender.connect(("127.0.0.1", 9))
        senders.append(sender)
    while True:
        for number, sender in enumerate(senders):
            for _ in range(random.randrange(number // 3 + 2)):
                sender.send(bytes(random.randrange(50, 1200)))
        time.sleep(0.05)


if __name__ == "__main__":
    traffic()

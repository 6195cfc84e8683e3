"""The dashboard as it is used: on a terminal of 80x24, in this process's namespace, looked at from outside."""

import contextlib
import os
import random
import re
import select
import statistics
import time

import room
import sending

# A port at the end of an address: a row is on the screen.
ROW = re.compile(rb":(443|53)\b")
HELP, LIST = b"The three lanes", b"SOURCE"
# The shortest that flowlanes takes. Polls that take more than half of it are further apart.
SHORTEST = "100ms"
# What parts the output of one refresh from the next. A refresh is written within a few ms.
QUIET = 0.04


class Dashboard(sending.Terminal):
    """Runs flowlanes; `first` is how long it took to the first row on the screen."""

    def __init__(self, interval):
        begin = time.monotonic()
        super().__init__([room.FLOWLANES, "--config", "/dev/null", "--interval", interval])
        data = b""
        while not ROW.search(data):
            if not self.runs() or time.monotonic() > begin + 120:
                raise room.Failure(f"no row on the screen: {data[-2000:]}")
            data += self.some(1)
        self.first = time.monotonic() - begin

    def some(self, seconds):
        """What is sent next, as soon as anything is; nothing, when nothing is within so many seconds."""
        return os.read(self.master, 65536) if select.select([self.master], [], [], max(0, seconds))[0] else b""

    def await_text(self, text, seconds=60):
        """Reads until `text` is sent, and gives when that was."""
        end, tail = time.monotonic() + seconds, b""
        while text not in tail:
            if time.monotonic() > end:
                raise room.Failure(f"{text} did not come: {tail}")
            tail = tail[-len(text):] + self.some(1)
        return time.monotonic()

    def refresh(self, seconds=120):
        """Awaits one refresh of the screen, to its last byte."""
        if not self.some(seconds):
            raise room.Failure(f"no refresh within {seconds} s")
        while self.some(QUIET):
            pass

    def cpu(self):
        """Seconds of CPU that the process took so far: the clock that clock_getcpuclockid(3) names."""
        return time.clock_gettime(~self.pid << 3 | 2)

    def memory(self, name):
        """VmRSS or VmHWM, which is its peak, in KiB."""
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(name))


@contextlib.contextmanager
def running(tools, interval):
    """A dashboard past its first polls, on a table that changes at every poll.

    Made anew for each turn: one that is stopped in between loses its pace, which is that of its polls.
    """
    with Dashboard(interval) as terminal, room.churn(tools, 256, 50):
        for _ in range(3):
            terminal.refresh()
        yield terminal


def our_poll(tools, seconds):
    """Seconds between two refreshes, of CPU for each, and KiB at the peak; over so many seconds or two refreshes.

    Nobody tells from outside when a poll ends. But the number of entries in the title changes at
    each (see running()), so that each sends something: as many bursts, as many polls were shown.
    """
    with running(tools, SHORTEST) as terminal:
        begin, before, polls = time.monotonic(), terminal.cpu(), 0
        while polls < 2 or time.monotonic() < begin + seconds:
            terminal.refresh()
            polls += 1
        wall, cpu = time.monotonic() - begin, terminal.cpu() - before
        return wall / polls, cpu / polls, terminal.memory("VmHWM")


def key_latency(tools, presses):
    """Seconds from a key to what answers it, for so many presses at random moments of polls, sorted."""
    with running(tools, SHORTEST) as terminal:
        found = []
        for _ in range(presses):
            terminal.read(random.uniform(0.05, 1))
            pressed = time.monotonic()
            terminal.type(b"?")
            found.append(terminal.await_text(HELP) - pressed)
            while terminal.some(QUIET):
                pass
            terminal.type(b"\x1b")
            terminal.await_text(LIST)
        return sorted(found)


def share(terminal, seconds):
    """The share of one core that the program takes, over so many seconds."""
    terminal.refresh()
    begin, before = time.monotonic(), terminal.cpu()
    terminal.read(seconds)
    return (terminal.cpu() - before) / (time.monotonic() - begin)


def first_screens(times):
    """Seconds from the start to the first row, the median of so many."""
    found = []
    for _ in range(times):
        with Dashboard("1s") as terminal:
            found.append(terminal.first)
    return statistics.median(found)

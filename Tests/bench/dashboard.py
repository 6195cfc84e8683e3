"""The dashboard as it is used: on a terminal of 80x24, in this process's namespace, looked at from outside."""

import contextlib
import os
import random
import re
import select
import statistics
import tempfile
import time

import room
import sending

# A port at the end of an address: a row is on the screen.
ROW = re.compile(rb":(443|53)\b")
HELP, LIST = b"The three lanes", b"SOURCE"
# The shortest that flowlanes takes. Polls that take more than half of it are further apart.
SHORTEST = "100ms"
# No output for so long: what was sent is whole. A refresh is written within a few ms.
QUIET = 0.04


class Dashboard(sending.Terminal):
    """Runs flowlanes; `first` is how long it took to the first row on the screen."""

    def __init__(self, interval, *options):
        begin = time.monotonic()
        self.log = tempfile.NamedTemporaryFile(prefix="flowlanes-polls-")
        super().__init__([room.FLOWLANES, "--config", "/dev/null", "--interval", interval,
                          "--poll-log", self.log.name, *options])
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

    def polls(self):
        """Of each poll until now: seconds until all of it was taken in, and of CPU meanwhile."""
        with open(self.log.name) as log:
            lines = [line.split() for line in log.read().splitlines(keepends=True) if line.endswith("\n")]
        return [(int(took) / 1e9, int(cost) / 1e9) for _, took, cost, _ in lines]

    def await_polls(self, count, seconds=120):
        """Awaits so many polls more."""
        end, wanted = time.monotonic() + seconds, len(self.polls()) + count
        while len(self.polls()) < wanted:
            if time.monotonic() > end or not self.runs():
                raise room.Failure(f"no {count} polls within {seconds} s")
            self.read(0.02)

    def cpu(self):
        """Seconds of CPU that the process took so far: the clock that clock_getcpuclockid(3) names."""
        return time.clock_gettime(~self.pid << 3 | 2)


@contextlib.contextmanager
def running(tools, interval, *options):
    """A dashboard past its first polls, on a table that changes at every poll, as often as it can poll."""
    with Dashboard(interval, "--cpu", "0", *options) as terminal, room.churn(tools, 256, 50):
        terminal.await_polls(2)
        yield terminal


def our_poll(tools, seconds):
    """Seconds of a poll until all of it is taken in and on the screen, of CPU meanwhile, and KiB at the peak.

    As the program itself tells them: medians over so many seconds, or three polls.
    """
    with running(tools, SHORTEST) as terminal:
        begin, first = time.monotonic(), len(terminal.polls())
        while len(terminal.polls()) < first + 3 or time.monotonic() < begin + seconds:
            terminal.read(0.05)
        polls = terminal.polls()[first:]
        return (statistics.median(took for took, _ in polls), statistics.median(cost for _, cost in polls),
                terminal.memory("VmHWM"))


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


def flush_latency(tools, times):
    """Seconds from the key that confirms a flush until the kernel has done it, as `key_latency`."""
    with tempfile.NamedTemporaryFile(prefix="flowlanes-actions-") as log, \
            running(tools, SHORTEST, "--log", log.name) as terminal:
        def done():
            with open(log.name) as lines:
                return sum(line.endswith("\n") for line in lines)

        found = []
        for number in range(times):
            terminal.read(random.uniform(0.05, 1))
            for key in b"j", b"x":
                terminal.type(key)
                while terminal.some(QUIET):
                    pass
            pressed = time.monotonic()
            terminal.type(b"y")
            while done() <= number:
                if time.monotonic() > pressed + 60:
                    raise room.Failure("no flow was flushed")
                terminal.some(0.0005)
            found.append(time.monotonic() - pressed)
        return sorted(found)


def share(terminal, seconds):
    """The share of one core that the program takes, over so many seconds."""
    terminal.await_polls(2)
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

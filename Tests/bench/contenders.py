"""Who is measured beside the dashboard: commands that list the flows once, and flowtop."""

import shutil
import time

import room
import sending

PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
# A command that takes longer than this is ended, and its time not told.
LIMIT = 60


class Skipped(Exception):
    """Why a contender has no figures at this size; it is asked no more."""


class Command:
    """Something that lists all flows and ends."""

    def __init__(self, name, *command, most=None, why=""):
        self.name, self.command = name, command
        # The most flows that it is asked for, and why no more.
        self.most, self.why = most, why

    def measure(self, tools, flows):
        """Seconds, seconds of CPU and KiB at the peak."""
        program = shutil.which(self.command[0], path=PATH)
        if not program:
            raise Skipped("not installed")
        if self.most and flows > self.most:
            raise Skipped(self.why)
        said = room.run(tools.measure, str(LIMIT), program, *self.command[1:], timeout=LIMIT + 30)
        wall, cpu, peak, status = (float(word) for word in said.split())
        if status == 137:
            raise Skipped(f"not done within {LIMIT} s")
        if status != 0:
            raise Skipped(f"ended with {status:.0f}")
        return wall, cpu, peak


class Flowtop:
    """flowtop on a terminal, until it has read the table: it lists nothing and ends never."""

    name = "flowtop, until it idles"
    # It is at rest when it takes less than this of a core.
    REST = 0.2

    def measure(self, tools, flows):
        program = shutil.which("flowtop", path=PATH)
        if not program:
            raise Skipped("not installed")
        begin = time.monotonic()
        with sending.Terminal([program, "-n", "-G", "-46TUDIS"]) as terminal:
            before = 0.0
            while time.monotonic() < begin + LIMIT:
                terminal.read(1)
                if not terminal.runs():
                    raise Skipped(f"ended with {terminal.ended}")
                now = time.clock_gettime(~terminal.pid << 3 | 2)
                if before and now - before < self.REST:
                    with open(f"/proc/{terminal.pid}/status") as status:
                        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
                    # The last second was the rest.
                    return time.monotonic() - begin - 1, before, peak
                before = now
        raise Skipped(f"not at rest within {LIMIT} s")


def all_of_them(tools):
    """In the order of a round; the first is what the others are compared to."""
    return [
        Command("bare dump", tools.dump),
        Command("flowlanes list", room.FLOWLANES, "list", "--config", "/dev/null"),
        Command("flowlanes list --json", room.FLOWLANES, "list", "--json", "--config", "/dev/null"),
        Command("conntrack -L", "conntrack", "-L"),
        # -o: else it pads its lines to a width that it does not know, for minutes.
        Command("iptstate -1", "iptstate", "-1", "-o", most=16_384,
                why="lists 16,384 flows at most"),
        Flowtop(),
    ]

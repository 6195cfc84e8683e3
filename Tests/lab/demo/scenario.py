"""The demo's traffic, while flowlanes records it. scenario.py FILE SECONDS; after network.sh.

Slow and heavy: a backup that no rule offloads. Hardware: the office's web, mail and calls, a server behind
DNAT. Software: the guests. Slow by nature: DNS, pings, SSH to the router. And moves: an idle flow falls back
and returns, connections end, and for a while the card refuses new flows.
"""

import pathlib
import random
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TESTS / "lab/checks"), str(TESTS / "terminal")]
from machine import FLOWLANES, Traffic, run, serve  # noqa: E402

FILE, SECONDS = sys.argv[1], float(sys.argv[2])
WARM_UP = 20  # seconds before the recording begins: the first screen is full
REFUSE = pathlib.Path("/sys/module/hwoffload/parameters/refuse")

random.seed(2)  # the same demo each time, as far as a machine's timing allows
serve("net", 22, 53, 80, 443, 873, 993, 5060, 8443, 8883, 51820)
serve("office", 443)
serve("rtr", 22, 53)
office, guests, things = Traffic("office"), Traffic("guests"), Traffic("things")
net, router = Traffic("net"), Traffic("rtr")


def host(number):
    return f"203.0.113.{number}"


def lan(number):
    return f"192.168.1.{number}"


def steady():
    """The flows that last."""
    office.open("backup", "tcp", host(99), 8443, src=lan(31), up=700000, down=200, every=0.45)
    office.open("admin", "tcp", lan(1), 22, src=lan(10), up=60, down=600, every=1)
    office.open("shell", "tcp", host(22), 22, src=lan(23), up=50, down=180, every=0.7)
    office.open("shell2", "tcp", host(9), 22, src=lan(77), up=50, down=120, every=3)
    office.open("film", "tcp", host(140), 443, src=lan(23), up=400, down=900000, every=0.5)
    office.open("film6", "tcp", "2001:db8:80::140", 443, src="2001:db8:1::52", up=400, down=500000, every=0.5)
    office.open("call", "udp", host(46), 443, src=lan(52), up=1000, down=1000, every=0.06)
    office.open("quic6", "udp", "2001:db8:80::46", 443, src="2001:db8:1::77", up=80, down=9000, every=0.2)
    office.open("mail", "tcp", host(34), 993, src=lan(40), up=90, down=2000, every=2)
    office.open("mail6", "tcp", "2001:db8:80::34", 993, src="2001:db8:1::23", up=90, down=1500, every=4)
    office.open("cloud", "tcp", host(17), 443, src=lan(77), up=120000, down=500, every=0.6)
    office.open("update", "tcp", host(120), 80, src=lan(52), up=200, down=250000, every=0.8)
    office.open("idle", "tcp", host(120), 443, src=lan(40), up=300, down=20000, every=0.5)
    office.open("site", "udp", "10.9.0.7", 51820, src=lan(40), up=900, down=900, every=0.15)
    office.open("ping", "ping", host(9), 0, src=lan(40), up=56, every=1)
    office.open("ping6", "ping", "2001:db8:80::34", 0, src="2001:db8:1::52", up=56, every=1)
    office.open("phone", "udp", host(77), 5060, src=lan(10), up=400, down=400, every=9)
    net.open("shop", "tcp", "198.51.100.2", 443, src=host(77), up=300, down=60000, every=0.7)
    net.open("shop2", "tcp", "198.51.100.2", 443, src=host(120), up=300, down=15000, every=1.5)
    guests.open("video", "tcp", host(140), 443, src="10.20.0.14", up=400, down=350000, every=0.5)
    guests.open("music", "tcp", host(46), 443, src="10.20.0.27", up=300, down=40000, every=1)
    guests.open("game", "udp", host(17), 51820, src="10.20.0.35", up=120, down=250, every=0.07)
    guests.open("quic", "udp", host(46), 443, src="10.20.0.27", up=100, down=12000, every=0.3)
    guests.open("plain", "tcp", host(120), 80, src="10.20.0.14", up=300, down=8000, every=2)
    things.open("camera", "tcp", host(17), 8883, src="10.30.0.5", up=30000, down=100, every=0.4)
    things.open("meter", "tcp", host(17), 8883, src="10.30.0.8", up=200, down=50, every=5)
    router.open("upstream", "udp", host(53), 53, src="198.51.100.2", up=40, down=180, every=2)


def look_up(number):
    """A name is looked up: at the router, or outside."""
    if number % 3:
        office.open(f"dns{number}", "udp", host(53), 53, src=lan(random.choice((23, 31, 52, 77))),
                    up=35, down=150, count=1)
    else:
        office.open(f"dns{number}", "udp", lan(1), 53, src=lan(random.choice((10, 40))),
                    up=35, down=150, count=1)


class Browsing:
    """Short connections to web servers, each ended after a while."""

    def __init__(self):
        self.open = []

    def begin(self, number, now):
        if number % 4 == 0:
            traffic, source = guests, random.choice(("10.20.0.14", "10.20.0.27", "10.20.0.35"))
            server = host(random.choice((34, 46, 120)))
        elif number % 4 == 1:
            traffic, source = office, f"2001:db8:1::{random.choice((23, 52, 77))}"
            server = f"2001:db8:80::{random.choice((34, 46, 140))}"
        else:
            traffic, source = office, lan(random.choice((23, 31, 52, 77)))
            server = host(random.choice((17, 34, 46, 120)))
        name = f"page{number}"
        traffic.open(name, "tcp", server, random.choice((443, 443, 443, 80)), src=source, up=500,
                     down=random.choice((4000, 20000, 90000)), every=random.choice((0.3, 0.6, 1)))
        self.open.append((now + random.uniform(4, 18), traffic, name))

    def end_old(self, now):
        for item in [item for item in self.open if item[0] <= now]:
            self.open.remove(item)
            _, traffic, name = item
            (traffic.reset if random.random() < 0.1 else traffic.close)(name)


# When something happens, in seconds; the order is the story.
STORY = [
    (25, lambda: office.quiet("idle")),  # falls back 30 s later
    (40, lambda: REFUSE.write_text("1")),
    (41, lambda: office.open("refused", "tcp", host(140), 443, src=lan(31), up=300, down=120000, every=0.5)),
    (70, lambda: REFUSE.write_text("0")),
    (50, lambda: office.quiet("backup")),
    (62, lambda: office.resume("backup")),
    (80, lambda: office.close("film")),
    (90, lambda: office.open("film2", "tcp", host(46), 443, src=lan(23), up=400, down=700000, every=0.5)),
    (95, lambda: office.resume("idle")),
    (110, lambda: guests.quiet("video")),
    (125, lambda: guests.resume("video")),
]

steady()
recorder, begin = None, time.monotonic() + WARM_UP
story, browsing = sorted(STORY, key=lambda event: event[0]), Browsing()
second = -WARM_UP
while recorder is None or recorder.poll() is None:
    now = time.monotonic() - begin
    if recorder is None and now >= 0:
        recorder = subprocess.Popen(
            [FLOWLANES, "record", FILE, "--netns", "rtr", "--for", f"{SECONDS:.0f}s"],
            stdin=subprocess.DEVNULL)
    while story and story[0][0] <= now:
        story.pop(0)[1]()
    if now >= second:
        second += 1
        if second % 2:
            browsing.begin(second, now)
        else:
            look_up(second)
        browsing.end_old(now)
    time.sleep(0.1)
print(run("ip", "netns", "exec", "rtr", "conntrack", "-C").strip(), "entries at the end")
sys.exit(recorder.returncode)

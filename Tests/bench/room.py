"""Room for a measurement: a network namespace with so many flows, in a kernel that can hold them."""

import contextlib
import ctypes
import fcntl
import functools
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "terminal"))

from program import FLOWLANES, Failure, run, wait  # noqa: E402

NETFILTER = pathlib.Path("/proc/sys/net/netfilter")
CLONE_NEWNET = 0x40000000
# From here on, entries that come and go; fill's own numbers, which a table of a million leaves free.
CHURNED = 2_000_000


class Tools:
    """The C programs, compiled into a folder that goes with the `with`."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="flowlanes-bench-")
        for name, source in (("fill", HERE.parent / "netns/fill.c"), ("dump", HERE / "dump.c"),
                             ("measure", HERE / "measure.c")):
            program = os.path.join(self.folder.name, name)
            run("cc", "-O2", "-Wall", "-o", program, str(source), *(["-lmnl"] if name == "fill" else []))
            setattr(self, name, program)
        return self

    @functools.cached_property
    def decode(self):
        """Decodes what `dump` kept; None where the objects that the program was linked of are not there."""
        release = pathlib.Path(FLOWLANES).resolve().parent
        objects = [str(file) for module in ("FlowModel", "NetlinkWire")
                   for file in sorted(release.glob(f"{module}.build/*.o"))]
        if not objects:
            return None
        program = os.path.join(self.folder.name, "decode")
        # SwiftPM names a package after its folder.
        run("swiftc", "-O", "-wmo", "-parse-as-library", "-static-stdlib", "-swift-version", "6",
            "-package-name", HERE.parent.parent.name.lower(), "-I", str(release / "Modules"), "-o", program,
            str(HERE / "Decode.swift"), *objects, timeout=120)
        return program

    def __exit__(self, *_):
        self.folder.cleanup()


def setting(name, value=None):
    """What a setting of this namespace was; sets it to `value`, if there is one."""
    file = NETFILTER / name
    was = int(file.read_text())
    if value is not None and value != was:
        file.write_text(f"{value}\n")
    return was


def entries_of_all():
    """How many entries all namespaces hold, about: a dump walks them all, whoever asks."""
    with open("/proc/slabinfo") as caches:
        return next((int(line.split()[1]) for line in caches if line.startswith("nf_conntrack ")), 0)


@contextlib.contextmanager
def prepared():
    """What each measurement needs: root, the tools, nobody else who measures; gives the tools.

    Puts the sizes of the machine's table back in the end, SIGTERM and ^C included.
    """
    if os.geteuid() != 0:
        sys.exit("skipped: needs root")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with open(os.path.join(tempfile.gettempdir(), "flowlanes-bench.lock"), "w") as lock, Tools() as tools:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Loads the modules, without which there are no settings.
        run(tools.dump)
        sizes = {name: setting(name) for name in ("nf_conntrack_max", "nf_conntrack_buckets")}
        try:
            yield tools
        finally:
            for name, value in sizes.items():
                setting(name, value)


def make_room(flows, buckets=None):
    """Lets the kernel hold so many flows, with as many buckets as a machine for them would have.

    A dump walks every bucket, empty or not: 65,536 is what Linux takes with 1 to 4 GiB of memory,
    and more flows get a bucket each. Buckets that hold other namespaces' flows are only added to.
    Gives the number of buckets.
    """
    buckets = buckets or max(65536, 1 << (flows - 1).bit_length())
    if entries_of_all() > 10_000:
        buckets = max(buckets, setting("nf_conntrack_buckets"))
    try:
        setting("nf_conntrack_buckets", buckets)
        setting("nf_conntrack_max", max(setting("nf_conntrack_max"), flows + flows // 8 + 100_000))
    except OSError as error:
        if setting("nf_conntrack_max") < flows + 10_000:
            sys.exit(f"{error}: only the machine's first network namespace may size the table")
    return setting("nf_conntrack_buckets")


def call(function, *arguments):
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


@contextlib.contextmanager
def filled(tools, flows):
    """This process in a namespace of its own that holds so many flows, with counters."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/ns/net", "rb") as home:
        call(libc.unshare, CLONE_NEWNET)
        try:
            setting("nf_conntrack_acct", 1)
            said = run(tools.fill, str(flows), timeout=600)
            if said != f"created {flows}\n":
                raise Failure(f"the table is not as it should be: {said}")
            yield
        finally:
            # A kernel that is given up with its namespace takes long over it, and unseen.
            subprocess.run(["conntrack", "-F"], check=False, stderr=subprocess.DEVNULL)
            wait("an empty table", lambda: setting("nf_conntrack_count") == 0, 120)
            call(libc.setns, home.fileno(), CLONE_NEWNET)


@contextlib.contextmanager
def churn(tools, kept, rate):
    """Flows that begin and end, so many a second, for the time of the `with`."""
    with subprocess.Popen([tools.fill, "-c", str(kept), str(CHURNED), str(rate)],
                          stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.said = process.stdout.read()

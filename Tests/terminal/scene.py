"""What the tests look at: a recording of the usual flows, and namespaces with real entries."""

import contextlib
import os
import pathlib
import subprocess
import tempfile

import recording
from program import Failure, run
from screen import Screen

folder = tempfile.TemporaryDirectory(prefix="flowlanes-terminal-")
FOLDER = pathlib.Path(folder.name)
USUAL = recording.usual().write(FOLDER / "usual.pcapng")
ENDED = "[REPLAY ENDED]"
IS_ROOT = os.geteuid() == 0


def replay(*arguments, **options):
    """The dashboard on the usual recording, to be used with `with`."""
    return Screen("replay", USUAL, *arguments, **options)


def table(namespace):
    """The entries of a namespace as conntrack(8) tells them, without what runs by itself."""
    lines = run("ip", "netns", "exec", namespace, "conntrack", "-L", "-o", "id").splitlines()
    return sorted(" ".join(word for word in line.split() if not word.isdigit()) for line in lines)


@contextlib.contextmanager
def namespace(name, flows):
    """A network namespace of this name with UDP entries, from ports 2001 on, until the end of the `with`."""
    run("ip", "netns", "add", name)
    try:
        add(name, range(2001, 2001 + flows))
        yield name
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False)


def add(name, ports):
    for port in ports:
        run("ip", "netns", "exec", name, "conntrack", "-I", "-p", "udp", "-s", "192.0.2.1", "-d",
            "198.51.100.9", "--sport", str(port), "--dport", "53", "-t", "600")


def expect(holds, what):
    if not holds:
        raise Failure(what)

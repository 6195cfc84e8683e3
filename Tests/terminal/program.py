"""The program under test, and what every test of it needs: commands, and waiting for what must become true."""

import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FLOWLANES = os.environ.get("FLOWLANES", str(ROOT / ".build/release/flowlanes"))


class Failure(AssertionError):
    """A test that failed, with what the reader needs to know."""


def run(*command, status=0, timeout=60, **options):
    """Standard output of a command that must end with `status`."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, **options)
    if done.returncode != status:
        raise Failure(f"{' '.join(command)}: status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def wait(what, condition, seconds=30):
    """Waits until condition() is true and returns its value; fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"not within {seconds} s: {what}")
        time.sleep(0.02)

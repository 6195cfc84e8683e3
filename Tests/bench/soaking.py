"""Whether a program's memory stays where it is, looked at from outside while somebody uses it."""

import itertools
import statistics
import sys
import time

import room

SAMPLE = 0.25
# A view each, and back to the flows; seen once before the first sample, and in each third.
KEYS = [b"2", b"2", b"3", b"4", b"5", b"6", b"1", b"\r", b"\x1b", b"?", b"\x1b"]


def watch(terminal, seconds, warm_up):
    """KiB of memory, a few times in each of so many seconds, while all views are looked at in turn.

    `warm_up` is called for each key that is pressed before the first sample.
    """
    for key in KEYS:
        terminal.type(key)
        warm_up()
    keys = itertools.cycle(KEYS)
    samples = []
    pressed = begin = time.monotonic()
    while (now := time.monotonic()) < begin + seconds:
        terminal.read(SAMPLE)
        if not terminal.runs():
            raise room.Failure(f"ended with {terminal.ended}")
        samples.append(terminal.memory("VmRSS"))
        if now > pressed + seconds / 4 / len(KEYS):
            pressed = now
            terminal.type(next(keys))
    return samples


def judge(samples, percent, what):
    """Says what became of the memory; ends the script with 1 where its last third is more than `percent` above the first."""
    third = len(samples) // 3
    first, last = statistics.median(samples[:third]), statistics.median(samples[-third:])
    word = "ok" if last <= first * (1 + percent / 100) else "FAILED"
    print(f"{word}: {what}: memory {first / 1024:.1f} MB in the first third, "
          f"{last / 1024:.1f} MB in the last, {max(samples) / 1024:.1f} MB at most")
    sys.exit(word != "ok")

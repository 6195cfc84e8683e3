"""Why a flow is not in a faster lane: the kernel decides, and the explanation must be right.

The cases are data, in Tests/lab/reasons; each is a test here.
"""

import contextlib
import importlib
import sys

from machine import HERE, MODULE

sys.path.append(str(HERE / "reasons"))

import judge  # noqa: E402  (found in reasons)
import network  # noqa: E402

GROUPS = ("matches", "asked", "chains", "paths", "ways", "states", "shapes", "beside", *(["hardware"] if MODULE else []))


@contextlib.contextmanager
def scene():
    """The network of all cases; at the end, the table of what came of them."""
    with network.network() as traffic:
        try:
            yield traffic
        finally:
            print(judge.table(), flush=True)


def add(group, case):
    globals()[f"test_{group}: {case.title}"] = lambda traffic: judge.judge(case, traffic)


for group in GROUPS:
    for case in importlib.import_module(group).CASES:
        add(group, case)

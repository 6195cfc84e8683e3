"""Runs the functions test_* of a script, one line for each; ends with 1 if any failed."""

import sys
import time
import traceback


def main(tests):
    """`tests` are the globals of the script. Arguments choose the tests whose names hold one of them."""
    failed = ran = 0
    for name, test in list(tests.items()):
        title = name.removeprefix("test_").replace("_", " ")
        if not name.startswith("test_") or not all(word in title for word in sys.argv[1:]):
            continue
        begin = time.monotonic()
        word = "ok:"
        try:
            word = test() or word
        except Exception:
            failed += 1
            word = "FAILED:"
            traceback.print_exc(file=sys.stdout)
        ran += 1
        print(f"{word} {title} ({time.monotonic() - begin:.1f} s)", flush=True)
    sys.exit(failed != 0 or ran == 0)

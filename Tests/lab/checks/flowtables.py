"""Does flowlanes say of the flowtables what nft(8) says?"""

import json
import re

from machine import FLOWLANES, Failure, inside, run


def agree(namespace="rtr"):
    """Compares `flowlanes flowtables --json` with `nft list flowtables`; returns how many there are."""
    said = [
        json.loads(line)
        for line in run(FLOWLANES, "flowtables", "--netns", namespace, "--json").splitlines()
    ]
    for table in said:
        # The kernel's own: each rule and each offloaded flow counts; nft does not print it.
        use = table.pop("use")
        table.pop("problems")  # the doctor's tests judge them
        table["devices"].sort()  # nft(8) sorts them
        if use is not None and use < 0:
            raise Failure(f"use of {table['name']}: {use}")
    expected = kernel(namespace)
    key = lambda table: (table["family"], table["table"], table["name"])
    if sorted(said, key=key) != sorted(expected, key=key):
        raise Failure(f"flowtables: flowlanes says {said}; nft {expected}")
    return len(expected)


def kernel(namespace):
    """What `nft list flowtables` prints, in the shape of `flowlanes flowtables --json`."""
    tables, family, table, now = [], "", "", {}
    for line in inside(namespace, "nft", "-y", "list", "flowtables").splitlines():
        words = line.replace("{", " ").replace("}", " ").replace(",", " ").split()
        match words:
            case ["table", family, table]:
                pass
            case ["flowtable", name]:
                now = {
                    "family": family, "table": table, "name": name, "hook": "", "priority": 0,
                    "devices": [], "flags": [], "counter": False,
                }
                tables.append(now)
            case ["hook", hook, "priority", priority]:
                now |= {"hook": hook, "priority": int(re.sub(r"^filter\b", "0", priority))}
            case ["devices", "=", *devices]:
                now["devices"] = devices
            case ["flags", *flags]:
                now["flags"] = flags
            case ["counter"]:
                now["counter"] = True
    return tables

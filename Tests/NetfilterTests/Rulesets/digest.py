"""Says in a line each what `nft -j list ruleset` (standard input) tells of the ruleset."""
import json, sys

HOOKS = {"prerouting": 0, "input": 1, "forward": 2, "output": 3, "postrouting": 4}

lines = []
for item in json.load(sys.stdin)["nftables"]:
    for kind, it in item.items():
        family = it.get("family")
        if kind == "table":
            lines.append(f"table {family} {it['name']} {it['handle']}")
        elif kind == "chain":
            base = ""
            if "hook" in it:
                # arp and netdev number their hooks from 0
                number = 0 if family in ("arp", "netdev") else HOOKS[it["hook"]]
                base = f" {it['type']} {number} {it['prio']} {it['policy']}"
            lines.append(f"chain {family} {it['table']} {it['name']} {it['handle']}{base}")
        elif kind == "rule":
            comment = f" {it['comment']}" if "comment" in it else ""
            lines.append(f"rule {family} {it['table']} {it['chain']} {it['handle']}{comment}")
        elif kind in ("set", "map"):
            flags = " ".join(flag for flag in sorted(it.get("flags", [])) if flag != "dynamic")
            elements = len(it.get("elem", []))
            lines.append(f"set {family} {it['table']} {it['name']} {elements} {flags}")
        elif kind in ("counter", "quota", "limit", "ct helper"):
            lines.append(f"object {family} {it['table']} {it['name']} {kind}")
print("\n".join(lines))

"""Runs one case: the kernel decides, flowlanes explains, live and from a recording; both are compared."""

import contextlib
import json
import subprocess
import tempfile

from machine import FLOWLANES, Failure, inside, run
from network import reset
from opened import OBSERVER, Opened

# What may be said of a flow that the kernel has offloaded.
OF_FAST_FLOWS = {
    None, "half-offloaded", "lingering", "no-hardware-flag", "no-hardware-device", "hardware-refused",
    "hardware-pending", "unknown",
}
COMMANDS = ("nft", "ip", "sysctl", "ethtool", "modprobe", "conntrack", "echo")
# Without a rule that asks for it, nothing is tracked.
TRACKING = "table inet old { chain old { type filter hook forward priority 0; ct state established accept; }; }"
rows = []


def judge(case, traffic):
    """Fails where the kernel does something else than the case says, or flowlanes says something else."""
    row = dict.fromkeys(("kernel", "expected", "said", "mended"), "") | {"case": case.title}
    rows.append(row)
    with contextlib.ExitStack() as ends:
        ends.callback(reset)
        ends.callback(shell, case.after)
        shell(case.before)
        opened = []
        early = any(flow.then == "before" for flow in case.flows)
        inside("rtr", "nft", TRACKING) if early else load(case)
        for number, flow in enumerate(case.flows):
            opened.append(Opened(flow, f"flow{number}", traffic[flow.origin]))
            ends.callback(opened[-1].end)
        if early:
            load(case)
        for one in opened:
            one.settle()
        row["kernel"] = ", ".join(one.flow.lane for one in opened)
        row["expected"] = ", ".join(expected(one.flow) for one in opened)
        live, replayed = said()
        row["said"] = ", ".join(word(live.get(one.id)) for one in opened)
        problems = [
            f"{source}: {problem}"
            for source, explained in (("live", live), ("replayed", replayed))
            for problem in compare(opened, explained)
        ]
        if problems:
            raise Failure("\n".join([*problems, inside("rtr", "nft", "-a", "list", "ruleset")]))
        row["mended"] = mend(case, opened, live)


def load(case):
    observed = OBSERVER if any(flow.slow for flow in case.flows) else ""
    inside("rtr", "bash", "-c", 'nft -f - <<< "$0"', case.rules + observed)


def shell(commands):
    if commands:
        inside("rtr", "bash", "-euc", commands)


def said():
    """What `flowlanes explain` says, by id: of the kernel, and of a recording made at the same time."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/scene.pcapng"
        pace = ("--netns", "rtr", "--interval", "200ms")
        recorder = subprocess.Popen(
            [FLOWLANES, "record", file, *pace, "--for", "400ms"], stdin=subprocess.DEVNULL)
        live = explained(*pace)
        if recorder.wait(30) != 0:
            raise Failure("record failed")
        return live, explained("--replay", file)


def explained(*options):
    flows = map(json.loads, run(FLOWLANES, "explain", "--json", *options).splitlines())
    return {flow["id"]: flow for flow in flows}


def expected(flow):
    codes = flow.reason if isinstance(flow.reason, tuple) else (flow.reason,)
    return "|".join(code or "-" for code in codes)


def word(said):
    """`no-rule!` when it is certain, `no-rule` when likely, `no-rule?` when unknown."""
    if not said or not said["reason"]:
        return "-"
    sign = {"certain": "!", "likely": "", "unknown": "?"}
    return said["reason"]["code"] + sign[said["reason"]["certainty"]]


def compare(opened, explained):
    """The problems with what was said."""
    for said in explained.values():
        if said["lane"] != "slow" and said["reason"]["code"] not in OF_FAST_FLOWS:
            yield f"an offloaded flow that is said not to be: {said}"
    for one in opened:
        said, flow = explained.get(one.id), one.flow
        reason = said["reason"] if said else {"code": None, "certainty": "certain"}
        wanted = flow.reason if isinstance(flow.reason, tuple) else (flow.reason,)
        if reason["code"] not in wanted:
            yield f"{'CERTAIN and wrong' if reason['certainty'] == 'certain' else 'wrong'}: {flow}: {reason}"
        elif flow.sure is not None and flow.sure != (reason["certainty"] == "certain"):
            yield f"{'not certain' if flow.sure else 'certain of what it can not know'}: {flow}: {reason}"
        elif flow.names and flow.names not in json.dumps(reason):
            yield f"it does not name {flow.names}: {flow}: {reason}"


def mend(case, opened, explained):
    """Applies what the explanations say first, or else the case's own remedy, and sees the kernel offload."""
    opened = [one for one in opened if one.flow.mended]
    if not opened:
        return ""
    commands = dict.fromkeys(filter(None, (remedy(explained.get(one.id)) for one in opened)))
    obeyed = case.obey and bool(commands) and not case.resume
    for command in commands if obeyed else [case.mend]:
        shell(command)
    for one in opened:
        if case.resume:
            one.traffic.resume(one.name)
        try:
            one.wait_for(one.flow.mended)
            if one.flow.slow:
                one.check_directions("none")
        except AssertionError as error:
            raise Failure(f"{error}\nafter: {list(commands) if obeyed else case.mend}\n"
                          + inside("rtr", "nft", "-a", "list", "ruleset")) from None
    return "as it said" if obeyed else "yes"


def remedy(said):
    """The first remedy of an explanation, where it is a command to run as it stands."""
    remedies = said["reason"]["remedies"] if said and said["reason"] else []
    command = remedies[0]["command"] if remedies else None
    if not command or any(sign in command for sign in "<…\n") or command.split()[0] not in COMMANDS:
        return None
    return command


def table():
    """All cases so far, as a table."""
    columns = ("case", "kernel", "expected", "said", "mended")
    lines = [dict(zip(columns, columns)), *rows]
    widths = {key: max(len(line[key]) for line in lines) for key in columns}
    return "\n".join(
        "  ".join(line[key].ljust(widths[key]) for key in columns).rstrip() for line in lines)

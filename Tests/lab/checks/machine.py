"""The lab's machine: routers, commands in their namespaces, and waiting for what must become true."""

import os
import pathlib
import subprocess

from program import FLOWLANES, Failure, run, wait

HERE = pathlib.Path(__file__).resolve().parent.parent
MODULE = os.environ.get("LAB_MODULE", "")  # hwoffload.ko, or empty when it could not be built


def inside(namespace, *command, **options):
    return run("ip", "netns", "exec", namespace, *command, **options)


class Router:
    """The router of router.sh, for the time of a `with`, with a server behind it on the ports `serves`.

    Settings are router.sh's variables.
    """

    def __init__(self, serves=(21, 22, 53, 80, 443, 4500), **settings):
        self.serves, self.settings = serves, settings

    def __enter__(self):
        try:
            self.shell("router")
            if self.serves:
                serve("srv", *self.serves)
        except Exception:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.shell("unroute")

    def shell(self, command):
        run("bash", "-euc", f". {HERE}/router.sh; {command}", env={**os.environ, **self.settings})


def serve(namespace, *ports):
    """A server in a namespace, ready."""
    server = subprocess.Popen(
        ["ip", "netns", "exec", namespace, "python3", str(HERE / "traffic/serve.py"), *map(str, ports)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if server.stdout.readline() != "serving\n":
        raise Failure(f"no server in {namespace}")
    return server


class Traffic:
    """traffic/talk.py in a namespace: flows by name, each with the source port that it has."""

    def __init__(self, namespace):
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, "python3", str(HERE / "traffic/talk.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def open(self, name, kind, host, port, **options):
        """Begins a flow; returns its source port (or ICMP id) once it was answered."""
        words = [f"{key}={value}" for key, value in options.items()]
        return int(self.ask("open", name, kind, host, str(port), *words)[-1])

    def quiet(self, *names):
        for name in names:
            self.ask("quiet", name)

    def resume(self, *names):
        for name in names:
            self.ask("resume", name)

    def close(self, name):
        self.ask("close", name)

    def reset(self, name):
        self.ask("reset", name)

    def ask(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        answer = self.process.stdout.readline().split()
        if not answer or answer[0] == "failed":
            raise Failure(f"{' '.join(words)}: {' '.join(answer) or 'talk.py ended'}")
        return answer

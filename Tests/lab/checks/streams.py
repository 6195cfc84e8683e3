"""Streams through the router that are checked at both ends: traffic/stream.py on each side."""

import subprocess

from machine import HERE, Failure


class Streams:
    """A client in one namespace and a server in another, for the time of a `with`."""

    def __init__(self, client="cli", server="srv", ports=(80, 443, 5001, 4500)):
        self.names = client, server
        self.ports = [str(port) for port in ports]

    def __enter__(self):
        client, server = self.names
        self.server = self.start(server, "serve", *self.ports)
        if self.server.stdout.readline() != "serving\n":
            raise Failure(f"no server in {server}")
        self.client = self.start(client)
        return self

    def start(self, namespace, *arguments):
        return subprocess.Popen(
            ["ip", "netns", "exec", namespace, "python3", str(HERE / "traffic/stream.py"), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def __exit__(self, *_):
        for process in (self.client, self.server):
            process.kill()
            process.wait()

    def ask(self, *words):
        self.client.stdin.write(" ".join(map(str, words)) + "\n")
        answer = self.client.stdout.readline().split()
        if not answer or answer[0] == "failed":
            raise Failure(f"{' '.join(map(str, words))}: {' '.join(answer) or 'stream.py ended'}")
        return answer

    def open(self, name, kind, host, port, **options):
        """Begins a stream; returns its source port."""
        options = [f"{key}={value}" for key, value in options.items()]
        return int(self.ask("open", name, kind, host, port, *options)[2])

    def received(self, name):
        """What has come back so far; fails when a byte was wrong."""
        _, _, _, received, _, verdict = self.ask("count", name)
        if verdict != "ok":
            raise Failure(f"{name}: {verdict} after {received} bytes")
        return int(received)

    def finish(self, name, kind="tcp", lost=0):
        """Ends a stream in good order; both ends must have received what the other one sent."""
        _, _, sent, received, missing, verdict = self.ask("finish", name)
        if verdict != "ok":
            raise Failure(f"{name}: {verdict}; sent {sent}, received {received}")
        if kind == "udp":
            if int(missing) > lost:
                raise Failure(f"{name}: {missing} of {sent} datagrams did not come back")
            return
        _, _, there, back, word = self.server.stdout.readline().split()
        if (there, back, word) != (sent, received, "ok"):
            raise Failure(f"{name}: sent {sent}, there came {there}; {back} back, received {received}: {word}")

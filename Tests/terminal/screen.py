"""The dashboard on a real terminal: tmux holds it, keys go in, the screen comes out."""

import shlex

from machine import FLOWLANES, Failure, run, wait


class Screen:
    """`flowlanes` with these arguments on a terminal of 80 columns and 24 lines."""

    def __init__(self, *arguments, columns=80, lines=24):
        self.command = shlex.join([FLOWLANES, *arguments])
        self.size = (str(columns), str(lines))

    def __enter__(self):
        columns, lines = self.size
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", lines,
                  f"{self.command}; echo ended with $?; read -r nothing")
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")

    def tmux(self, *words):
        return run("tmux", "-L", "lab", *words)

    def text(self):
        return self.tmux("capture-pane", "-p")

    def press(self, *keys):
        """Keys by tmux's names: Enter, Escape, Down, x."""
        for key in keys:
            self.tmux("send-keys", key)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def wait(self, *texts, seconds=20):
        """Waits until every text is on the screen; returns the screen."""
        try:
            return wait(
                texts, lambda: (shown := self.text()) and all(t in shown for t in texts) and shown,
                seconds)
        except Failure as failure:
            raise Failure(f"{failure}; the screen:\n{self.text()}") from None

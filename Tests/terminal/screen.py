"""The dashboard on a real terminal: tmux holds it, keys go in, the screen comes out."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

from program import FLOWLANES, Failure, run, wait

# What a pane runs: the command, with the terminal's modes noted before and after it.
AROUND = """
stty -g > before
{hold}
{variables} sh -c 'echo $$ > pid.new; mv pid.new pid; exec "$@"' - {command}
echo $? > status
stty -g > after.new; mv after.new after
echo "ended with $(cat status)"
read -r nothing
"""


class Screen:
    """`flowlanes` with these arguments on a terminal of 80 columns and 24 lines, for the time of a `with`.

    `variables` are added to a plain environment; None takes one away. `shell` is a command line that
    runs in place of the program, `user` a number that it runs as. With `raw`, what the terminal is sent is kept: see sent().
    """

    def __init__(self, *arguments, columns=80, lines=24, variables=None, shell=None, raw=False,
                 user=None):
        become = ["setpriv", f"--reuid={user}", "--clear-groups", "--reset-env"] if user else []
        self.command = shlex.join([*become, FLOWLANES, *arguments])
        self.shell, self.raw = shell, raw
        self.size = (columns, lines)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="flowlanes-screen-"))
        plain = {"TERM": "tmux-256color", "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
                 "NO_COLOR": None, "COLORTERM": None, "LINES": None, "COLUMNS": None}
        self.variables = plain | (variables or {})

    def __enter__(self):
        unset = [f"-u {name}" for name, value in self.variables.items() if value is None]
        new = [shlex.quote(f"{name}={value}") for name, value in self.variables.items()
               if value is not None]
        variables = " ".join(["env", *unset, *new])
        body = (f"exec {variables} {self.shell}" if self.shell else AROUND.format(
            command=self.command, variables=variables, hold="read -r go" if self.raw else ""))
        (self.folder / "start").write_text(body)
        columns, lines = self.size
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(lines),
                  "-c", str(self.folder), "sh start", ";", "set", "-g", "status", "off")
        if self.raw:
            self.tmux("pipe-pane", "-O", f"cat > {self.folder}/sent")
            self.press("Enter")
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            print(f"the screen:\n{self.text_if_any()}")
        subprocess.run(["tmux", "-S", str(self.folder / "tmux"), "kill-server"],
                       stderr=subprocess.DEVNULL)
        wait("the folder's end: what ran in the pane may write for a moment more", self.forget, 10)

    def forget(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        return not self.folder.exists()

    def tmux(self, *words):
        return run("tmux", "-u", "-S", str(self.folder / "tmux"), *words)

    # Keys.

    def press(self, *keys):
        """Keys by tmux's names: Enter, Escape, Down, x."""
        for key in keys:
            self.tmux("send-keys", key)

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def send(self, sequence):
        """Bytes, as a terminal sends them for one key."""
        self.tmux("send-keys", "-H", *(f"{byte:02x}" for byte in sequence))

    def resize(self, columns, lines):
        self.tmux("resize-window", "-x", str(columns), "-y", str(lines))

    # What is seen.

    def text(self, *options):
        return self.tmux("capture-pane", "-p", *options)

    def text_if_any(self):
        try:
            return self.text()
        except Failure as failure:
            return str(failure)

    def lines(self):
        return self.text().split("\n")

    def rows(self):
        """The rows of the flow table on a screen of 14 lines or more."""
        return [line for line in self.lines()[6:self.size[1] - 1] if line.strip()]

    def selected(self):
        """The number of the selected row, from 0 at the top; None when none is."""
        return next((at for at, row in enumerate(self.rows()) if row.startswith(">")), None)

    def sent(self):
        """All bytes that the terminal was sent so far; tmux makes the file in its own time."""
        file = self.folder / "sent"
        wait("what was sent", file.exists, 10)
        return file.read_bytes()

    def state(self):
        """Whether the alternate screen is on, and whether the cursor is seen."""
        return tuple(self.tmux("display", "-p", "#{alternate_on} #{cursor_flag}").split())

    def wait(self, *texts, seconds=20, without=()):
        """Waits until every text is on the screen, and none of `without`; returns the screen.

        How many blanks part two words is not looked at: that is what the goldens are for.
        """
        def shown():
            text = self.text()
            seen = narrowed(text)
            return (all(narrowed(t) in seen for t in texts) and
                    not any(narrowed(t) in seen for t in without) and text)
        return wait(f"{texts} without {without} on the screen", shown, seconds)

    def until(self, what, condition, seconds=20):
        return wait(what, condition, seconds)

    # The process.

    def pid(self):
        """The process id of the program, once it runs."""
        return int(wait("the program's start", lambda: self.note("pid")))

    def kill(self, number):
        os.kill(self.pid(), number)

    def note(self, name):
        """What the pane's shell wrote into a file, or None."""
        try:
            return (self.folder / name).read_text().strip()
        except FileNotFoundError:
            return None

    def end(self, status):
        """Waits for the program's end, with this status, on a terminal that is as it was found."""
        after = wait("the program's end", lambda: self.note("after"))
        self.wait("ended with")
        if self.note("status") != str(status):
            raise Failure(f"ended with {self.note('status')}, not {status}")
        if after != self.note("before"):
            raise Failure(f"modes of the terminal before {self.note('before')}, after {after}")
        wait("no alternate screen, a cursor", lambda: self.state() == ("0", "1"))


def narrowed(text):
    return re.sub(" +", " ", text)


def is_running(pid):
    """Whether a process runs, and is no zombie."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_stopped(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "T"


"""Draws what tmux captured from a terminal (capture-pane -e -p) as an SVG: text, colours, bold.

Several captures, each ended by a form feed, become the steps of one picture that moves.
"""
import html
import re
import sys

ANSI = ["#1c1f24", "#e06c75", "#8fbf6f", "#d9b25f", "#5c9fe0", "#b57edc", "#52b3b3", "#c8ccd4",
        "#5c6370", "#ff7b85", "#a5d98a", "#f2d28b", "#7cb8ff", "#d0a0f0", "#70d0d0", "#ffffff"]
CELL, LINE, PAD = 8.4, 18, 14
SECONDS = 3  # that a step of several is seen


def palette(number):
    if number < 16:
        return ANSI[number]
    if number < 232:
        number -= 16
        levels = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (levels[number // 36], levels[number // 6 % 6], levels[number % 6])
    return "#%02x%02x%02x" % ((8 + (number - 232) * 10,) * 3)


class Pen:
    """The colours and attributes that hold for the text that follows."""

    def __init__(self, ground, ink):
        self.ground, self.ink = ground, ink
        self.reset()

    def reset(self):
        self.fg = self.bg = None
        self.bold = self.dim = self.underline = self.reverse = False

    def apply(self, codes):
        codes = [int(code or 0) for code in codes.replace(":", ";").split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.reset()
            elif code in (1, 2, 4, 7):
                setattr(self, {1: "bold", 2: "dim", 4: "underline", 7: "reverse"}[code], True)
            elif code == 22:
                self.bold = self.dim = False
            elif code in (24, 27):
                setattr(self, {24: "underline", 27: "reverse"}[code], False)
            elif code in (38, 48):
                if codes.pop(0) == 5:
                    colour = palette(codes.pop(0))
                else:
                    colour = "#%02x%02x%02x" % tuple(codes[:3])
                    del codes[:3]
                setattr(self, "fg" if code == 38 else "bg", colour)
            elif code in (39, 49):
                setattr(self, "fg" if code == 39 else "bg", None)
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.fg = ANSI[code - 30 if code < 90 else code - 82]
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self.bg = ANSI[code - 40 if code < 100 else code - 92]

    def style(self):
        fg, bg = self.fg or self.ink, self.bg or self.ground
        if self.reverse:
            fg, bg = bg, fg
        return fg, bg, self.bold, self.dim, self.underline


def cells(line, pen):
    """The characters of a line, each with its style."""
    for part in re.split(r"(\x1b\[[0-9;:]*m)", line):
        if part.startswith("\x1b["):
            pen.apply(part[2:-1])
        else:
            for character in re.sub(r"\x1b.|[\x0e\x0f]", "", part):
                yield character, pen.style()


def runs(line):
    """Neighbours of one style, as (column, text, style)."""
    start = 0
    while start < len(line):
        end = start
        while end < len(line) and line[end][1] == line[start][1]:
            end += 1
        yield start, "".join(character for character, _ in line[start:end]), line[start][1]
        start = end


def screen(lines, ground, ink):
    """The elements of one captured screen."""
    pen = Pen(ground, ink)
    for row, line in enumerate(lines):
        styled = list(cells(line, pen))
        y = PAD + row * LINE
        for start, run, (_, bg, _, _, _) in runs(styled):
            if bg != ground:
                yield (f'<rect x="{PAD + start * CELL:.1f}" y="{y}" '
                       f'width="{len(run) * CELL:.1f}" height="{LINE}" fill="{bg}"/>')
        for start, run, (fg, _, bold, dim, underline) in runs(styled):
            if not run.strip():
                continue
            extra = ' font-weight="bold"' if bold else ""
            extra += ' opacity="0.6"' if dim else ""
            extra += ' text-decoration="underline"' if underline else ""
            yield (f'<text x="{PAD + start * CELL:.1f}" y="{y + 13.5:.1f}" fill="{fg}"{extra} '
                   f'textLength="{len(run) * CELL:.1f}" lengthAdjust="spacingAndGlyphs">'
                   f"{html.escape(run)}</text>")


def motion(count):
    """The style that shows one step after the other, round and round."""
    share = 100 / count
    yield "<style>"
    yield f".step {{ visibility: hidden; animation: step {count * SECONDS}s step-end infinite; }}"
    yield f"@keyframes step {{ 0% {{ visibility: visible; }} {share:.3f}% {{ visibility: hidden; }} }}"
    for place in range(count):
        yield f".step:nth-of-type({place + 1}) {{ animation-delay: {place * SECONDS}s; }}"
    yield "</style>"


def svg(text, columns, title, ground, ink):
    steps = [step.rstrip("\n").split("\n") for step in text.split("\f") if step.strip()]
    width, height = columns * CELL + 2 * PAD, max(map(len, steps)) * LINE + 2 * PAD
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" role="img">',
        f"<title>{html.escape(title)}</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{ground}"/>',
    ]
    if len(steps) > 1:
        out += motion(len(steps))
    kind = ' class="step"' if len(steps) > 1 else ""
    for step in steps:
        out.append(f'<g{kind} font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" '
                   'font-size="14" xml:space="preserve">')
        out += screen(step, ground, ink)
        out.append("</g>")
    out.append("</svg>\n")
    return "\n".join(out)


if __name__ == "__main__":
    columns, title, ground, ink = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
    sys.stdout.write(svg(sys.stdin.read(), columns, title, ground, ink))

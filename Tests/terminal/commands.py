"""What each command of the help page does, as it is seen on a real terminal; for test-keys."""

import re

from scene import ENDED, expect, replay

# The checks by what the help page says of a command; each begins at the list of the ended recording,
# and leaves it so.
COMMANDS = {}


def command(summary):
    def enter(function):
        COMMANDS[summary] = function
        return function
    return enter


def at(screen, row):
    """Waits until this row is the selected one."""
    screen.until(f"a marker on row {row}, not {screen.selected()}", lambda: screen.selected() == row)


def unselect(screen):
    screen.press("Escape")
    at(screen, None)


@command("previous flow")
def up(screen, key):
    screen.press("j", "j", "j")
    at(screen, 2)
    screen.press(key)
    at(screen, 1)
    unselect(screen)


@command("next flow")
def down(screen, key):
    screen.press(key)
    at(screen, 0)
    screen.press(key)
    at(screen, 1)
    unselect(screen)


@command("a screen up")
def page_up(screen, key):
    screen.press("G")
    screen.wait("10.0.0.32:1031")
    screen.press(key, key, key)
    screen.wait("10.0.0.17:1016")
    unselect(screen)


@command("a screen down")
def page_down(screen, key):
    screen.press("g")
    at(screen, 0)
    screen.press(key)
    at(screen, 16)
    screen.wait("\n>", without=["10.0.0.17:1016"])
    unselect(screen)


@command("first flow")
def top(screen, key):
    screen.press("G")
    at(screen, 16)
    screen.press(key)
    at(screen, 0)
    screen.wait(">S udp    10.0.0.17:1016")
    unselect(screen)


@command("last flow")
def bottom(screen, key):
    screen.press(key)
    at(screen, 16)
    screen.wait("\n>H ")
    unselect(screen)


@command("list one lane only: the next")
def next_lane(screen, key):
    for lane, letter in (("slow", "S"), ("software", "F"), ("hardware", "H")):
        screen.press(key)
        screen.wait(f"Only the {lane} lane.", f">{letter} {lane}")
        expect({row[1] for row in screen.rows()} == {letter}, "rows of another lane")
    screen.press(key)
    screen.wait("All lanes.")


@command("list one lane only: the one before")
def previous_lane(screen, key):
    screen.press(key)
    screen.wait("Only the hardware lane.", ">H hardware")
    screen.press("Escape")
    screen.wait("10.0.0.17:1016", without=[">H hardware"])


@command("all about the selected flow")
def details(screen, key):
    screen.press(key)
    screen.wait("Select a flow first")
    screen.press("g", key)
    screen.wait("orig 10.0.0.17:1016 → 198.51.100.7:443", "reply 10.0.0.17:1016 ← 198.51.100.7:443", "120 s ago")
    screen.press("NPage")
    screen.wait("id 5016")
    screen.press("G")
    screen.wait("conntrack -D -p udp -s 10.0.0.17 -d 198.51.100.7 --sport 1016 --dport 443")
    screen.press("Escape")
    screen.wait("SOURCE")
    unselect(screen)


@command("back: close, clear filter or tags, unselect")
def back(screen, key):
    screen.press("/")
    screen.type("hardware")
    screen.press("Enter", "g", "?")
    screen.wait("The three lanes")
    screen.press(key)
    screen.wait("\n>H", without=["The three lanes", "\n S udp"])
    screen.press(key)
    screen.wait("\n>H", "\n H ", "F udp")
    screen.press(key)
    screen.wait("10.0.0.17:1016", without=["\n>"])


@command("filter as you type: port 443, or any text")
def filters(screen, key):
    screen.press(key)
    screen.wait("/_", "Enter keeps, Esc drops it")
    screen.type("10.0.0.3")
    screen.wait("/10.0.0.3_", "10.0.0.3:1002", "10.0.0.31:1030", without=["10.0.0.17:1016"])
    screen.type("1Q")
    screen.wait('No flow matches "10.0.0.31Q".')
    screen.press("BSpace")
    screen.until("one row", lambda: len(screen.rows()) == 1)
    screen.press("C-w")
    screen.wait("/_", "10.0.0.17:1016")
    screen.type("ftp")
    screen.press("C-u")
    screen.type("TCP")
    screen.wait("/TCP_", "tcp ", without=[" udp "])
    screen.press("Escape")
    screen.wait("10.0.0.17:1016", without=["TCP"])
    screen.press(key)
    screen.type("10.0.0.3")
    screen.press("Enter")
    screen.wait("10.0.0.31:1030", without=["Enter keeps", "10.0.0.17:1016"])
    screen.press("Escape")
    screen.wait("10.0.0.17:1016")


def sorted_by(screen, name, title):
    """Waits for the notice, and for the mark of the order at this title, which may be cut for it."""
    screen.wait(f"Sorted by {name}, ")
    if title:
        screen.until(f"a mark at {title}", lambda: (
            found := re.search(r"(\S+)[▴▾]", screen.lines()[5])) and title.startswith(found[1]))


@command("sort by the next column")
def sort_next(screen, key):
    for name, title in (("protocol", "PROTO"), ("source", "SOURCE"), ("destination", "DESTINATION"),
                        ("NAT", None), ("state", None)):  # those are not on a screen of 80 columns
        screen.press(key)
        sorted_by(screen, name, title)
        if name == "source":
            screen.until("10.0.0.1 on top", lambda: "10.0.0.1:1000" in screen.rows()[0])
    screen.press(*"<" * 5)
    screen.wait("Sorted by lane, what could be faster on top")


@command("sort by the column before")
def sort_previous(screen, key):
    screen.press(key)
    sorted_by(screen, "reason", "FASTER")
    screen.press(key)
    sorted_by(screen, "zone", None)
    screen.press(key, key)
    sorted_by(screen, "packets", None)
    screen.press(key)
    sorted_by(screen, "total", "TOTAL")
    screen.press(*">" * 5)
    sorted_by(screen, "lane", "L")


@command("reverse the order")
def reverse(screen, key):
    screen.press(key)
    screen.wait("L▾", "Sorted by lane, largest first.")
    screen.until("hardware on top", lambda: screen.rows()[0].startswith(" H"))
    screen.press(key)
    screen.wait("L▴", "what could be faster on top")


@command("freeze the order: values go on, rows stay")
def freeze_order(screen, key):
    screen.press(key)
    screen.wait("Order frozen: rows stay, values go on.")
    screen.press(key)
    screen.wait("Order follows again.")


@command("freeze the screen")
def freeze(screen, key):
    screen.press(key)
    screen.wait("[FROZEN]", "Frozen; polling goes on.")
    screen.press(key)
    screen.wait("Live again.", without=["[FROZEN]"])


@command("active flows only")
def active(screen, key):
    screen.press(key)
    screen.wait("Active flows only.", without=[" 0 b/s "])
    screen.press(key)
    screen.wait("All flows, idle ones too.", " 0 b/s ")


@command("flush: delete the flow's conntrack entry")
def flush(screen, key):
    screen.press("g", key)
    screen.wait("This is a recording: there is nothing to act on.", without=["Flush this flow?"])
    unselect(screen)


@command("tag the flow, or untag it; then the next")
def tag(screen, key):
    screen.press("g", key, key)
    at(screen, 2)
    expect([row[0] for row in screen.rows()[:2]] == ["+", "+"], f"no tags: {screen.rows()[:2]}")
    screen.wait("X flush 2", "2 tagged")
    screen.press("Escape")
    screen.wait("No flow is tagged any more.", without=["\n+S", "2 tagged"])
    unselect(screen)


@command("flush the tagged flows, or all that match")
def flush_many(screen, key):
    screen.press(key)
    screen.wait("This is a recording: there is nothing to act on.", without=["Flush "])


@command("reset: make its entry anew, nothing breaks")
@command("pin to a lane: slow, fast, or none")
def replace(screen, key):
    """On a live screen: see test-live."""
    screen.press("g", key)
    screen.wait("This is a recording: there is nothing to act on.", without=["this flow"])
    unselect(screen)


@command("pin the flow on top, or unpin it")
def pin(screen, key):
    screen.press("g", "j", "j")
    at(screen, 2)
    screen.press(key)
    screen.wait("Pinned on top; p again unpins.")
    screen.until("the pinned flow on top", lambda: "10.0.0.9:1008" in screen.rows()[0])
    screen.press("j")
    at(screen, 1)
    expect(screen.rows()[0][0] in "★*", f"no mark: {screen.rows()[0]}")
    screen.press("k", key)
    screen.wait("Unpinned.")
    at(screen, 2)
    unselect(screen)


@command("why the flow is not faster; what mends it")
def why(screen, key):
    screen.press(key)
    screen.wait("Select a flow first")
    screen.press("g", key)
    screen.wait("udp, slow lane", "flow 10.0.0.17:1016 → 198.51.100.7:443")
    screen.press(key)
    screen.wait("SOURCE")
    screen.press("Enter")
    screen.wait("reply 10.0.0.17:1016 ← 198.51.100.7:443")
    screen.press(key)
    screen.wait("flow 10.0.0.17:1016", without=["reply 198.51.100.7:443"])
    screen.press("Escape")
    screen.wait("reply 10.0.0.17:1016 ← 198.51.100.7:443")
    screen.press("Escape")
    screen.wait("SOURCE")
    unselect(screen)


@command("view 1: flows")
def flows(screen, key):
    screen.press("e")
    screen.wait("[4 events]")
    screen.press(key)
    screen.wait("[1 flows]", "SOURCE")


@command("view 2: groups; again: by the next thing")
def groups(screen, key):
    screen.press(key)
    screen.wait("[2 groups]", "SOURCE", "LANES", "10.0.0.17")
    screen.press(key)
    screen.wait("Grouped by destination.", "198.51.100.7")
    screen.press("g", "Enter")
    screen.wait('filter "dst host 198.51.100.7": 40 of 40 flows', "[1 flows]")
    screen.press("Escape")
    screen.wait("[2 groups]", "DESTINATION", without=["filter"])
    screen.press("Left")
    screen.wait("Grouped by source.")
    screen.press("Escape")
    screen.wait("[1 flows]", "10.0.0.17:1016")


@command("flowtables: devices, rules, what is wrong")
def flowtables(screen, key):
    screen.press(key)
    screen.wait("[3 flowtables]", "inet filter fast", "hardware (flags offload)", "lan0 (up)", "Changed since")
    screen.press(key)
    screen.wait("SOURCE")


@command("view 4: events, lane changes, counts")
def events(screen, key):
    screen.press(key)
    screen.wait("[4 events]", "In a minute:", "0 fell back", "Nothing since")
    screen.press("l")
    screen.wait("Lane changes only.")
    screen.press("h", key)
    screen.wait("[1 flows]")


@command("view 5: pins, what holds them, how long")
def pins(screen, key):
    screen.press(key)
    screen.wait("[5 pins]", "No flow is pinned.")
    screen.press("1", "g", "p", key, "g")
    screen.wait("STANDS", ">S  ★ top", "10.0.0.17:1016", "unpinned")
    screen.press("x")
    screen.wait("No flow is pinned.")
    screen.press(key)
    screen.wait("[1 flows]")
    unselect(screen)


@command("doctor: check all that offloading needs")
def doctor(screen, key):
    screen.press(key)
    screen.wait("[6 doctor]", "Doctor", "passed")
    screen.press(key)
    screen.wait("SOURCE", without=["Doctor"])


@command("next view")
def next_view(screen, key):
    for name in ("2 groups", "3 flowtables", "4 events", "5 pins", "6 doctor", "1 flows"):
        screen.press(key)
        screen.wait(f"[{name}]")


@command("the view before")
def previous_view(screen, key):
    for name in ("6 doctor", "5 pins", "4 events", "3 flowtables", "2 groups", "1 flows"):
        screen.press(key)
        screen.wait(f"[{name}]")


@command("freeze, and step a poll back")
def older(screen, key):
    screen.press(key)
    screen.wait("[PAST]", "ago. , older, . newer, z thaws.")
    screen.press(key, key, key)
    screen.wait("Frozen. Nothing older is kept.")
    screen.press("z")
    screen.wait("Live again.", without=["[PAST]", "[FROZEN]"])


@command("a poll on, while frozen")
def newer(screen, key):
    screen.press(",", ",")
    screen.wait("[PAST]")
    screen.press(key, key)
    screen.wait("[FROZEN]", without=["[PAST]"])
    screen.press(key)
    screen.wait("Frozen at the newest poll; z thaws.")
    screen.press("z")
    screen.wait("Live again.")


@command("a recording: a minute back")
@command("a recording: a minute on")
@command("jump to a time: 14:32:07, or -90s")
def wind(screen, key):
    """Behind its ends there is nothing: the recording is played again, or its last moment is."""
    screen.press(key)
    if key == "@":
        screen.type("22:13:1")
        screen.wait("@22:13:1_", "Enter jumps")
        screen.type("y")
        screen.wait("no time")
        screen.press("BSpace", "Enter")
    screen.wait("[REPLAY ENDED]", "10.0.0.17:1016", "27.2 Mb/s")


@command("a recording: slower")
def slower(screen, key):
    screen.press(key)
    screen.wait("0.5 times as fast")
    screen.press("}")
    screen.wait("At the pace it was made.")


@command("a recording: faster")
def speed_up(screen, key):
    screen.press(key)
    screen.wait("2 times as fast")
    screen.press("{")
    screen.wait("At the pace it was made.")


@command("bits or bytes per second")
def units(screen, key):
    screen.press(key)
    screen.wait("Rates in bytes per second.", " 3.4 MB/s ", without=["Mb/s"])
    screen.press(key)
    screen.wait("Rates in bits per second.", "27.2 Mb/s", without=["MB/s"])


@command("poll more often")
@command("poll less often")
def interval(screen, key):
    """On a live screen: see test-live."""
    screen.press(key)
    screen.wait("A recording has its own pace: { plays it slower, } faster.")


@command("next theme")
def theme(screen, key):
    before = screen.text("-e")
    screen.press(key)
    screen.wait("Theme: light")
    screen.until("other colours", lambda: screen.text("-e").split("\n")[1] != before.split("\n")[1])
    for name in ("high-contrast", "colour-blind", "frost", "sand", "mono", "default"):
        screen.press(key)
        screen.wait(f"Theme: {name}")


@command("names: none, of the files, of the name server")
def names(screen, key):
    screen.press(key)
    screen.wait("Names of the hosts and services files.", "7:https")
    screen.press(key)
    screen.wait("Names of the files, else the name server's.")
    screen.press(key)
    screen.wait("Names off: addresses and ports.", "198.51.100.7:443")


@command("mouse on or off; off, text can be selected")
def mouse(screen, key):
    screen.press(key)
    screen.wait("Mouse on: wheel and clicks; text is selected with Shift held.")
    screen.press(key)
    screen.wait("Mouse off: the terminal selects text.")


@command("this help")
def help_page(screen, key):
    screen.press(key)
    screen.wait("The three lanes")
    screen.press("NPage", "NPage")
    screen.wait("quit")
    screen.press(key)
    screen.wait("SOURCE", without=["The three lanes"])


@command("draw the screen anew")
def repaint(screen, key):
    screen.press(*["Escape"] * 6)  # a notice would go with the key
    screen.wait("? help")
    looked = screen.text()
    with open(screen.tmux("display", "-p", "#{pane_tty}").strip(), "w") as pane:
        pane.write("\033[5;1Hkernel: something happened\r\n\033[Kand more")
    screen.wait("something happened")
    screen.press(key)
    screen.until("the screen as it was", lambda: screen.text() == looked)


@command("suspend, as any job")
def suspend(screen, key):
    """In a shell: see test-stopping. Here none is above the program."""
    screen.press(key)
    screen.wait("No shell could continue flowlanes here, so it does not stop; q quits.")


@command("quit")
def leave(_, key):
    with replay() as screen:
        screen.wait(ENDED)
        screen.press(key)
        screen.end(0)

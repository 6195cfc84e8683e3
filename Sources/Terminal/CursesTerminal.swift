import CNCurses
import CTerminalGuard
package import Canvas
import Glibc

/// The terminal that the program was started on, through ncurses.
///
/// curses is not safe for threads: everything happens on the main actor. Signals are the program's
/// to receive; this type has a verb for each: `resize()`, `suspend()`, `resume()`, `close()`.
package final class CursesTerminal {
  private enum State {
    case open
    case suspended
    case closed
  }

  /// The signs that the terminal's character set has.
  package var glyphs: Glyphs { isUTF8 ? .utf8 : .ascii }
  /// The colours that are shown, which may be fewer than were asked for.
  package var depth: ColorDepth { pairs.depth }
  /// The terminfo entry in use: `TERM`, or a sibling of it with more colours.
  package let type: String
  /// Columns and rows as of the start or the last `resize()`.
  package private(set) var size = Size(width: 0, height: 0)
  /// Whether the terminal is gone: the connection dropped, or its window was closed.
  package private(set) var isHungUp = false

  /// Whether a canvas that is presented now will be shown: the one before it has gone out.
  package var isReady: Bool { !writer.isBusy }
  /// Called when the terminal is ready again.
  package var whenReady: (() -> Void)? {
    get { writer.whenDone }
    set { writer.whenDone = newValue }
  }

  private var state = State.open
  private let writer: ScreenWriter
  private var pairs: ColorPairs
  private var decoder: KeyDecoder
  private let isUTF8: Bool
  private let screen: UnsafeMutablePointer<WINDOW>
  /// A pad, for reading from a window would refresh that window first.
  private let input: UnsafeMutablePointer<WINDOW>
  /// What the screen shows; nil when every row must be written.
  private var shown: Canvas?
  /// Writes the frames behind the first; nil where the terminal needs curses for each.
  private var encoder: FrameEncoder?

  /// Takes the terminal: alternate screen, raw keys, no cursor.
  ///
  /// Only one may exist in a process.
  /// From here on a crash, or exit() in a library, gives the terminal back, and standard error
  /// stays off the screen until then.
  package init(theme: Theme, colors: ColorChoice) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(.input) }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(.output) }
    isUTF8 = Environment.adoptCharacterSet()
    guard let type = Environment["TERM"], !type.isEmpty else { throw .noType }
    let wanted = colors.wanted(
      noColor: Environment["NO_COLOR"], colorTerm: Environment["COLORTERM"])
    let description = try TerminalDescription(type: type, wanted: wanted)
    self.type = description.name

    // Curses still restores an ordinary end, should the guard have no room for the bytes.
    _ = flowlanes_guard_arm(
      STDIN_FILENO, STDOUT_FILENO, description.restore, description.restore.count)
    let size = Environment.size
    guard let writer = ScreenWriter(output: STDOUT_FILENO), let stream = writer.stream(),
      flowlanes_newterm(description.name, stream, Int32(size.height), Int32(size.width)),
      let screen = flowlanes_screen(), let input = newpad(1, 1)
    else {
      flowlanes_guard_disarm()
      throw .refused(type)
    }
    self.screen = screen
    self.writer = writer
    self.input = input
    decoder = KeyDecoder(isUTF8: isUTF8)
    pairs = ColorPairs(wanted: wanted, indexedColors: description.indexedColors)
    if description.isPlain {
      let isUTF8 = isUTF8
      encoder = FrameEncoder(erasesInColor: description.erasesInColor) { scalar in
        flowlanes_fits(scalar.value, Int32(scalar.columns), isUTF8)
      }
    }

    raw()
    noecho()
    nonl()
    if !Environment.endLinesPlainly() { encoder = nil }
    curs_set(0)
    set_escdelay(25)
    // Pending keys must not cut an update short: a half drawn screen would be taken for shown.
    typeahead(-1)
    leaveok(screen, true)
    keypad(input, true)
    nodelay(input, true)
    pairs.use(theme)
    resize()
  }

  /// Shows another theme from the next `present(_:)` on.
  package func use(_ theme: Theme) {
    pairs.use(theme)
    redraw()
  }

  /// Writes the whole screen anew at the next `present(_:)`, whatever is on it now.
  package func redraw() {
    guard state == .open else { return }
    shown = nil
    clearok(screen, true)
  }

  /// Takes the kernel's word for the terminal's size.
  ///
  /// Call at SIGWINCH, then present a canvas of the new `size`.
  package func resize() {
    guard state == .open else { return }
    let wanted = Environment.size
    resize_term(Int32(wanted.height), Int32(wanted.width))
    size = Size(width: Int(getmaxx(screen)), height: Int(getmaxy(screen)))
    redraw()
  }

  /// Gives the terminal back and stops the process group, so that a `sudo` before it stops too.
  ///
  /// Returns false, and does nothing, where no shell could continue the group again: the program
  /// leads its session, as in `ssh -t router flowlanes`. Call at `^Z` and SIGTSTP.
  @discardableResult
  package func suspend() -> Bool {
    guard state == .open, getpgrp() != getsid(0), writer.finish(within: Self.patience) else {
      return false
    }
    leave()
    state = .suspended
    kill(0, SIGSTOP)
    return true
  }

  /// Takes the terminal again.
  ///
  /// Call at SIGCONT, whoever stopped the process, then present a canvas of the new `size`.
  package func resume() {
    guard !isInBackground else {
      // `bg`: the terminal is the shell's. The kernel itself would stop us at the first change of
      // its modes, but Dispatch's threads block the signal. In a group that no shell could continue
      // the signal does nothing, so that a SIGHUP on its way still ends the program.
      kill(0, SIGTTOU)
      return
    }
    // Stopped from outside (kill -STOP), curses does not know that a shell used the terminal.
    if state == .open, writer.finish(within: Self.patience) { leave() }
    guard state != .closed else { return }
    flowlanes_guard_rearm()
    state = .open
    wrefresh(screen)
    resize()
  }

  /// Gives the terminal back; calling it again does nothing.
  ///
  /// Where its link hangs it is not waited for.
  package func close() {
    if state == .open {
      if writer.finish(within: Self.patience) { leave() } else { flowlanes_guard_abandon() }
    }
    state = .closed
  }

  /// How long a frame on its way is waited for at the end; milliseconds.
  private static let patience = 500

  /// Whether another process group has the terminal now.
  private var isInBackground: Bool {
    let foreground = tcgetpgrp(STDIN_FILENO)
    return foreground > 0 && foreground != getpgrp()
  }

  private func leave() {
    if let encoder { ScreenWriter.write(encoder.reset, to: STDOUT_FILENO) }
    encoder?.forget()
    endwin()
    flowlanes_guard_disarm()
  }

  /// Has the mouse's wheel and clicks reported, or leaves them to the terminal's own selection.
  package func useMouse(_ isUsed: Bool) {
    guard state == .open else { return }
    writer.draw { flowlanes_use_mouse(isUsed) }
  }

  /// What was typed and clicked since the last call, without waiting.
  ///
  /// Call whenever standard input is readable, then look at `isHungUp`.
  package func read() -> [TerminalInput] {
    guard state == .open else { return [] }
    // curses reads ahead to recognise a sequence, so keys may be left when the descriptor has none.
    var inputs: [TerminalInput] = []
    var codes: [Int32] = []
    var count = 0
    while count < 4096 {
      let code = wgetch(input)
      if code == ERR { break }
      count += 1
      guard code == KEY_MOUSE else {
        codes.append(code)
        continue
      }
      inputs += decoder.keys(in: codes).map { .key($0) }
      codes = []
      if let mouse = mouse() { inputs.append(mouse) }
    }
    if count == 0 { isHungUp = isHungUp || Environment.inputIsAtEnd }
    return inputs + decoder.keys(in: codes).map { .key($0) }
  }

  private func mouse() -> TerminalInput? {
    var (x, y): (Int32, Int32) = (0, 0)
    let kind: TerminalInput.Mouse
    switch flowlanes_mouse(&x, &y) {
    case FLOWLANES_MOUSE_CLICK: kind = .click
    case FLOWLANES_MOUSE_WHEEL_UP: kind = .wheelUp
    case FLOWLANES_MOUSE_WHEEL_DOWN: kind = .wheelDown
    default: return nil
    }
    return .mouse(x: Int(x), y: Int(y), kind)
  }
}

extension CursesTerminal: Display {
  /// Shows a canvas, clipped to the screen; only what changed since the last one is sent.
  ///
  /// While the one before is still on its way nothing happens: `whenReady` tells when to try again.
  package func present(_ canvas: Canvas) {
    guard state == .open, isReady else { return }
    flowlanes_guard_thread()
    let last = shown?.size == canvas.size ? shown : nil
    shown = canvas
    if let last, let looks = pairs.sequences, encoder != nil {
      let bytes =
        encoder?.frame(from: last, to: canvas, within: size, looks: looks) ?? []
      if !bytes.isEmpty { writer.send(bytes) }
      return
    }
    if last == nil { werase(screen) }
    for y in 0..<min(canvas.height, size.height) {
      put(ScreenChanges.Run(y: y, x: 0, count: min(canvas.width, size.width)), canvas)
    }
    writer.draw(after: encoder?.reset ?? []) { update() }
    encoder?.forget()
  }

  private func put(_ run: ScreenChanges.Run, _ canvas: Canvas) {
    let cells = (run.x..<run.x + run.count).map { cell(canvas[$0, run.y]) }
    flowlanes_put_cells(Int32(run.y), Int32(run.x), cells, cells.count, isUTF8)
  }

  private func update() {
    wnoutrefresh(screen)
    doupdate()
  }

  private func cell(_ cell: Cell) -> flowlanes_cell {
    let (pair, attributes) = pairs[cell.role]
    return flowlanes_cell(
      scalar: cell.scalar.value, columns: cell.isTail ? 0 : UInt8(cell.scalar.columns),
      attributes: attributes, pair: pair)
  }
}

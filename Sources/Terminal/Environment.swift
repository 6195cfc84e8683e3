import CNCurses
import Canvas
import Glibc

/// What the process was told about its terminal.
enum Environment {
  static subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Adopts the locale's character set, and says whether it is UTF-8.
  ///
  /// SSH hands over a locale that the router may not have; then the character set in its name still
  /// says what the terminal understands. Only LC_CTYPE: messages stay in one language.
  static func adoptCharacterSet() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      let name = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { Self[$0] }.first { !$0.isEmpty }
      let suffix = name?.split(separator: ".").last?.lowercased().filter { $0 != "-" } ?? ""
      if suffix.hasPrefix("utf8") { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return flowlanes_locale_is_utf8()
  }

  /// The terminal's size, or 80 x 24 if nobody knows it.
  ///
  /// The kernel does not know it on a serial line: there `COLUMNS` and `LINES` say it.
  static var size: Size {
    var window = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) != 0 { window = winsize() }
    let width = known(window.ws_col) ?? known("COLUMNS") ?? 80
    let height = known(window.ws_row) ?? known("LINES") ?? 24
    return Size(width: min(width, largest.width), height: min(height, largest.height))
  }

  private static func known(_ count: UInt16) -> Int? { count > 0 ? Int(count) : nil }

  private static func known(_ variable: String) -> Int? {
    Self[variable].flatMap { UInt16($0) }.flatMap(known)
  }

  /// More than any screen has; curses takes about 100 bytes for each cell.
  private static let largest = Size(width: 2000, height: 1000)

  /// Has a line feed go straight down, as it is meant in what is drawn; false where it does not.
  ///
  /// curses takes it for its own mode of the terminal, and gives the former one back at the end.
  static func endLinesPlainly() -> Bool {
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return false }
    modes.c_oflag &= ~tcflag_t(ONLCR)
    return tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0 && def_prog_mode() == OK
  }

  /// Whether nothing will come from standard input any more.
  static var inputIsAtEnd: Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, 0) > 0 else { return false }
    if Int32(input.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { return true }
    var waiting: Int32 = 0
    return ioctl(STDIN_FILENO, UInt(FIONREAD), &waiting) != 0 || waiting == 0
  }
}

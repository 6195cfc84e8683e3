import FlowModel
import Glibc

/// Asks on the terminal before a command changes anything.
nonisolated enum ActionQuestion {
  /// Whether there is a person to ask: both to read the question and to answer it.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks; only `y` and `yes` mean yes.
  static func ask(_ lines: [String], _ question: String) -> Bool {
    var text = TextBuffer()
    for line in lines {
      text.append(printable: line)
      text.append("\n")
    }
    text.append(printable: question)
    text.append(" [y/N] ")
    text.bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    let answer = readLine()?.lowercased()
    return answer == "y" || answer == "yes"
  }
}

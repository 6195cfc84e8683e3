import FlowModel
import Glibc
import Synchronization

/// Tells a person how far a large action is, on one line of the terminal that is written anew.
nonisolated final class ActionProgress: Sendable {
  /// Fewer are done before anybody could read it.
  private static let least = 5000

  private let all: Int
  private let isShown: Bool

  init(all: Int) {
    self.all = all
    isShown = all >= Self.least && isatty(STDERR_FILENO) == 1
  }

  /// So many are done.
  func show(_ done: Int) {
    if isShown { write("\r\(Quantity.count(done)) of \(Quantity.count(all)) ...") }
  }

  /// Leaves the line as if nothing had been there: CSI K, ECMA-48.
  func end() { if isShown { write("\r\u{1b}[K") } }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

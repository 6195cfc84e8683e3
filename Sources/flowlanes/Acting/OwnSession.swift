import FlowModel
import Glibc
import Netfilter

/// Finds the SSH session that this program was started in.
nonisolated enum OwnSession {
  /// How many generations of processes are asked: a shell, sudo, tmux, sshd and some more.
  private static let generations = 24

  /// `SSH_CONNECTION` of this process, or of the nearest one above it: sudo(8) takes it out of the
  /// environment that it hands on.
  static func find() -> OperatorSession? {
    if let text = getenv("SSH_CONNECTION"), let session = OperatorSession(String(cString: text)) {
      return session
    }
    var process = getppid()
    for _ in 0..<generations where process > 1 {
      if let session = session(of: process) { return session }
      guard let parent = parent(of: process) else { return nil }
      process = parent
    }
    return nil
  }

  private static func session(of process: pid_t) -> OperatorSession? {
    let name = "SSH_CONNECTION="
    for variable in (WholeFile.bytes("/proc/\(process)/environ") ?? []).split(separator: 0) {
      let text = String(decoding: variable, as: UTF8.self)
      if text.hasPrefix(name) { return OperatorSession(text.dropFirst(name.count)) }
    }
    return nil
  }

  /// The fourth field of /proc/PID/stat; the second, a name in brackets, may hold anything.
  private static func parent(of process: pid_t) -> pid_t? {
    guard let stat = WholeFile.bytes("/proc/\(process)/stat"),
      let end = stat.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let words = stat[stat.index(after: end)...].split(separator: UInt8(ascii: " "))
    return words.count > 1 ? pid_t(String(decoding: words[1], as: UTF8.self)) : nil
  }
}

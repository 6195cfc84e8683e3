import Glibc

/// nft(8), for what is read and written as text: a ruleset to check, a table of ours.
enum NftProgram {
  enum Outcome: Hashable, Sendable {
    case done
    /// It is not there, or could not be started; as one clause.
    case unavailable(String)
    /// What it complained of, in its own words.
    case failed(String)
  }

  /// Where nft lies, beside the folders that the environment names: a user's `PATH` often lacks them.
  private static let folders = ["/usr/sbin", "/sbin", "/usr/local/sbin"]

  /// Runs `nft OPTIONS -f -` with a ruleset, in the network namespace of this thread.
  static func run(_ options: [String] = [], ruleset: String) -> Outcome {
    guard let program = find("nft") else { return .unavailable("nft is not installed") }
    guard let (status, words) = run(program, options + ["-f", "-"], feeding: ruleset) else {
      return .unavailable("\(program) could not be started")
    }
    return status == 0 ? .done : .failed(words)
  }

  private static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let all = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") } + folders
    return all.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Runs a program with a text as its input; returns its exit status and what it complained of.
  private static func run(
    _ program: String, _ words: [String], feeding text: String
  ) -> (Int32, String)? {
    guard let input = makePipe() else { return nil }
    guard let output = makePipe() else {
      input.forEach { close($0) }
      return nil
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output[1], STDERR_FILENO)
    // Its words are read: they shall be English.
    var arguments = ([program] + words).map { (word: String) in strdup(word) }
    var environment = ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"].map { (word: String) in
      strdup(word)
    }
    defer { (arguments + environment).forEach { free($0) } }
    arguments.append(nil)
    environment.append(nil)
    var process: pid_t = 0
    let failed = posix_spawn(&process, program, &actions, nil, arguments, environment)
    close(input[0])
    close(output[1])
    defer { close(output[0]) }
    guard failed == 0 else {
      close(input[1])
      return nil
    }
    feed(Array(text.utf8), to: input[1])
    close(input[1])
    let words = drain(output[0])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    // WIFEXITED and WEXITSTATUS, which are macros.
    return (status & 0x7f == 0 ? status >> 8 & 0xff : -1, words)
  }

  /// Two ends of a pipe that the child keeps only where it is told to.
  private static func makePipe() -> [Int32]? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  /// Writes it all, unless the reader is gone: the caller ignores SIGPIPE.
  private static func feed(_ bytes: [UInt8], to file: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count > 0 { sent += count } else if errno != EINTR { return }
    }
  }

  private static func drain(_ file: Int32) -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count > 0 {
        all += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        return String(decoding: all, as: UTF8.self)
      }
    }
  }
}

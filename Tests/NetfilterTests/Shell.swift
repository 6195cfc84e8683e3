import Glibc

/// Runs programs in the network namespace of the calling thread.
enum Shell {
  struct Failure: Error {
    let command: String
    let output: String
  }

  /// What a command prints; a failure when it does not end well.
  @discardableResult
  static func run(_ command: String) throws -> String {
    guard let pipe = popen("exec 2>&1; " + command, "r") else {
      throw Failure(command: command, output: "popen")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, pipe)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    let output = String(decoding: bytes, as: UTF8.self)
    guard pclose(pipe) == 0 else { throw Failure(command: command, output: output) }
    return output
  }

  /// Loads a ruleset with nft(8).
  static func load(_ ruleset: String) throws {
    try run("nft -f - <<'RULESET'\n\(ruleset)\nRULESET")
  }
}

import Dashboard
import Glibc

/// The configuration as the files say it, and what could not be used of them.
nonisolated struct ConfigurationFiles {
  private(set) var configuration = Configuration()
  /// A sentence each, with file and line.
  private(set) var problems: [String] = []

  /// Reads the machine's file and over it the operator's, or the one of this path alone.
  init(only path: String?) throws(CommandFailure) {
    if let path {
      // `--config /dev/null` is no file at all, and nothing in it.
      if path == "/dev/null" { return }
      do throws(SmallFile.Failure) {
        read(try SmallFile.read(path, kind: "configuration file"), path)
      } catch {
        throw CommandFailure("cannot read the configuration \(path): \(error.text)", status: 65)
      }
      return
    }
    for folder in SmallFile.homes.reversed().map({ "\($0)/flowlanes" }) {
      let path = "\(folder)/config"
      do throws(SmallFile.Failure) {
        read(try SmallFile.read(path, kind: "configuration file"), path)
      } catch {
        // Another user's home, as after su or sudo -u: there is nothing of this user's in it.
        if error.isAbsence || access(folder, X_OK) != 0 { continue }
        problems.append("cannot read the configuration \(path): \(error.text)")
      }
    }
  }

  private mutating func read(_ text: String, _ path: String) {
    for problem in configuration.read(text) {
      problems.append("\(path), line \(problem.line): \(problem.reason)")
    }
  }
}

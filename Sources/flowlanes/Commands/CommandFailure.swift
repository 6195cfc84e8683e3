import ArgumentParser
import Canvas
import FlowModel
import Glibc
import Netfilter

/// Why a command ends without success: one sentence, and the exit status of sysexits(3).
nonisolated struct CommandFailure: Error {
  let sentence: String
  let status: Int32

  init(_ sentence: String, status: Int32) {
    self.sentence = sentence
    self.status = status
  }

  init(_ error: KernelError) { self.init(error.sentence, status: error.exitStatus) }

  /// Writes the sentence to standard error, whatever it holds made printable.
  func write() {
    var text = TextBuffer()
    text.append("flowlanes: ")
    text.append(printable: sentence)
    if text.bytes.last != UInt8(ascii: "."), text.bytes.last != UInt8(ascii: "?") {
      text.append(".")
    }
    text.append("\n")
    text.bytes.withUnsafeBytes { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Writes the sentence and ends the program.
  func end() -> Never {
    write()
    exit(status)
  }
}

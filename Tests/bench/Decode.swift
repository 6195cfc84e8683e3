import Glibc
import NetlinkWire

/// Decodes a dump that `dump FILE` kept, as a poll does, and prints how many flows it held and how many
/// seconds of one core they took: the median of the rounds.
///
///     decode FILE [ROUNDS]
///
/// `room.py` links it with the objects that the program itself is made of.
@main enum Decode {
  static func main() {
    let words = CommandLine.arguments
    guard (2...3).contains(words.count), let rounds = Int(words.count == 3 ? words[2] : "5"),
      rounds > 0
    else { fail("usage: decode FILE [ROUNDS]") }
    let bytes = read(words[1])
    var seconds: [Double] = []
    var flows = 0
    for _ in 0..<rounds {
      let begin = now()
      flows = decode(bytes)
      seconds.append(now() - begin)
    }
    print(flows, seconds.sorted()[rounds / 2])
  }

  /// Decodes every datagram of the file, and gives how many flows came of them.
  static func decode(_ bytes: [UInt8]) -> Int {
    var dump = BatchDump(expecting: nil, capacity: 1000)
    var at = 0
    while at < bytes.count {
      let length = bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self)
      let next = at + 4 + Int(length)
      do throws(NetlinkFailure) {
        _ = try dump.consume(bytes.span.bytes.extracting(at + 4..<next))
      } catch {
        fail("\(error)")
      }
      at = next
      _ = dump.takeBatch(of: 800)
    }
    _ = dump.takeBatch()
    if dump.malformed > 0 { fail(dump.malformedExample ?? "malformed") }
    return dump.told
  }

  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fail("cannot open \(path)") }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return Array(unsafeUninitializedCapacity: size) { $1 = fread($0.baseAddress, 1, size, file) }
  }

  static func fail(_ words: String) -> Never {
    let line = "decode: \(words)\n"
    write(STDERR_FILENO, line, line.utf8.count)
    exit(1)
  }
}

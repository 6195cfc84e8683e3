import Glibc

/// What a kernel really answered; Fixtures/README.md says which kernel, and to what.
enum Fixture {
  static let folders = ["6.1-namespace", "6.1-lanes", "6.18-namespace"]
  static let routingFolders = ["6.1-routing", "6.18-routing"]
  static let routingFiles = routingFolders.flatMap { folder in
    [
      "links", "routes", "rules", "neighbors", "forwarding", "qdiscs", "policies", "ethtool",
      "names", "features",
    ].map { "\(folder)/\($0).bin" }
  }

  struct Unreadable: Error {
    let path: String
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder)/Fixtures/\(name)"
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[0..<count]
    }
  }

  static func lines(_ name: String) throws -> [String] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// The messages of a datagram, each as a datagram of its own.
func messages(in datagram: [UInt8]) -> [[UInt8]] {
  var found: [[UInt8]] = []
  var offset = 0
  while offset + 16 <= datagram.count {
    let length = (0..<4).reversed().reduce(0) { $0 << 8 | Int(datagram[offset + $1]) }
    let end = min(offset + (length + 3) & ~3, datagram.count)
    found.append(Array(datagram[offset..<end]))
    offset = end
  }
  return found
}

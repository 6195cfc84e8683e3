import Glibc

/// What ip(8) and its like say, as JSON, in the namespace of the calling thread.
enum ToolOutput {
  struct Failure: Error { let command: String }

  /// Runs a shell command; its standard output, when it succeeds.
  @discardableResult
  static func run(_ command: String) throws -> String {
    guard let pipe = popen("LC_ALL=C; export LC_ALL; \(command)", "r") else {
      throw Failure(command: command)
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, pipe)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard pclose(pipe) == 0 else { throw Failure(command: command) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func isThere(_ tool: String) -> Bool {
    (try? run("command -v \(tool) > /dev/null")) != nil
  }

  /// The objects that a command lists.
  static func objects(_ command: String) throws -> [[String: JSON]] {
    let text = try run(command)
    guard case .array(let items) = JSON(text) else { return [] }
    return items.compactMap { if case .object(let object) = $0 { object } else { nil } }
  }
}

/// A value of RFC 8259; what is no JSON is null.
indirect enum JSON: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var strings: [String] {
    if case .array(let items) = self { items.compactMap(\.string) } else { [] }
  }

  init(_ text: String) {
    var rest = Substring(text)
    self = Self.value(&rest)
  }

  private static func value(_ rest: inout Substring) -> JSON {
    skip(&rest)
    switch rest.first {
    case "{":
      var object: [String: JSON] = [:]
      list(&rest, until: "}") {
        let name = value(&$0).string ?? ""
        skip(&$0)
        $0 = $0.dropFirst()  // the colon
        object[name] = value(&$0)
      }
      return .object(object)
    case "[":
      var items: [JSON] = []
      list(&rest, until: "]") { items.append(value(&$0)) }
      return .array(items)
    case "\"": return .string(text(&rest))
    default:
      let word = rest.prefix { !",]} \n\t\r".contains($0) }
      rest = rest.dropFirst(word.count)
      switch word {
      case "true": return .bool(true)
      case "false": return .bool(false)
      default: return Double(word).map { .number($0) } ?? .null
      }
    }
  }

  private static func list(
    _ rest: inout Substring, until end: Character, _ item: (inout Substring) -> Void
  ) {
    rest = rest.dropFirst()
    skip(&rest)
    while let next = rest.first, next != end {
      item(&rest)
      skip(&rest)
      if rest.first == "," { rest = rest.dropFirst() }
      skip(&rest)
    }
    rest = rest.dropFirst()
  }

  private static func text(_ rest: inout Substring) -> String {
    var found = ""
    rest = rest.dropFirst()
    while let next = rest.popFirst(), next != "\"" {
      found.append(next == "\\" ? (rest.popFirst() ?? next) : next)
    }
    return found
  }

  private static func skip(_ rest: inout Substring) {
    rest = rest.drop { $0.isWhitespace }
  }
}

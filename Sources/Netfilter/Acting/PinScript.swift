import FlowModel

/// What nft(8) is told of our table, `inet flowlanes`: text, made here and nowhere else.
///
/// Nothing in it comes from outside but names of devices, which are checked, and numbers.
struct PinScript {
  private(set) var text = ""

  /// An element of our set, or of our map, as it was read.
  struct Element: Hashable {
    var id: UInt32
    /// How long it stands, in the set.
    var seconds: UInt64
    /// The second (since 1970) when its pin ends, in the map; 0 for never.
    var until: UInt32
  }

  private static let table = "inet \(LanePins.table.name)"
  private static let fast = LanePins.fastSet
  private static let slow = LanePins.slowMap
  /// The priority of our flowtable and of our chain: `filter + 10`, so that the chain sees only what the
  /// operator's rules accepted.
  private static let priority = 10

  /// Makes the table with what offloads: a flowtable, the set of ids, the chain and its one rule.
  mutating func makeFastPath(_ path: FastPath, hasChain: Bool) {
    add("add table \(Self.table)")
    addFlowtable(path)
    add("add set \(Self.table) \(Self.fast) { typeof ct id; flags timeout; }")
    guard !hasChain else { return }
    add(
      "add chain \(Self.table) \(LanePins.chain) { type filter hook forward priority \(Self.priority);"
        + " policy accept; }")
    add(
      "add rule \(Self.table) \(LanePins.chain) ct state established ct id @\(Self.fast)"
        + " flow add @\(Self.fast) comment \"flows that flowlanes pinned to the fast path\"")
  }

  /// Adds devices to the flowtable; with all its flags, which nft would take for a change.
  private mutating func addFlowtable(_ path: FastPath) {
    let devices = path.devices.filter(Self.isName).map { "\"\($0)\"" }.joined(separator: ", ")
    add(
      "add flowtable \(Self.table) \(Self.fast) { hook ingress priority \(Self.priority);"
        + " devices = { \(devices) }; counter;\(path.triesHardware ? " flags offload;" : "") }")
  }

  /// Pins flows to the fast path for so many seconds.
  ///
  /// With a comment for who reads `nft list ruleset`: nft takes 128 bytes at the most.
  mutating func addFast(_ flows: [Flow], seconds: UInt64) {
    let elements = flows.map {
      "\($0.id) timeout \(max(1, seconds))s comment \"\($0.line)\""
    }
    add("add element \(Self.table) \(Self.fast) { \(elements.joined(separator: ", ")) }")
  }

  /// Pins again what was pinned to the fast path before.
  mutating func addFast(_ elements: [Element]) {
    let words = elements.map { "\($0.id) timeout \($0.seconds)s" }
    add("add element \(Self.table) \(Self.fast) { \(words.joined(separator: ", ")) }")
  }

  /// Notes again what was noted before.
  mutating func addSlow(_ elements: [Element]) {
    guard !elements.isEmpty else { return }
    makeSlowMap()
    let words = elements.map { "\($0.id) : \($0.until)" }
    add("add element \(Self.table) \(Self.slow) { \(words.joined(separator: ", ")) }")
  }

  private mutating func makeSlowMap() {
    add("add table \(Self.table)")
    add("add map \(Self.table) \(Self.slow) { typeof ct id : meta mark; }")
  }

  /// Notes flows that are held on the slow path, with the second (since 1970) when that ends, 0 for never.
  mutating func addSlow(_ flows: [Flow], until second: UInt64) {
    addSlow(flows.map { Element(id: $0.id, seconds: 0, until: UInt32(clamping: second)) })
  }

  /// Takes ids out of the set or the map.
  mutating func remove(_ ids: [UInt32], of lane: LanePin.Lane) {
    let set = lane == .fast ? Self.fast : Self.slow
    let elements = ids.map(String.init).joined(separator: ", ")
    add("delete element \(Self.table) \(set) { \(elements) }")
  }

  /// Takes the whole table away: its flows fall back to what the operator's rules say.
  mutating func removeTable() { add("delete table \(Self.table)") }

  private mutating func add(_ line: String) { text += line + "\n" }

  /// Whether a device's name can stand in a string of nft's: no quote, no escape, no control.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 16
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") }
      && !name.contains("*") && !name.contains("\\")
  }
}

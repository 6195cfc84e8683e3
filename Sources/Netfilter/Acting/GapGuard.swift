import FlowModel
import Glibc
import NetlinkWire

/// Keeps packets of translated flows from coming to the wrong place while their entries are replaced.
///
/// Between the delete and the new entry lie some microseconds in which the kernel knows no translation: an
/// answer that comes just then would be taken for this machine's own, and be answered with a reset. A table
/// of ours drops what comes in just then, and nothing else: packets of these tuples, as they arrive, that
/// belong to no connection (`ct state new` or `invalid`). The connection sends them again.
///
/// The table is named after this process, so that two of us do not take each other's away, and its elements
/// go by themselves; what a crash leaves does nothing, and the next run takes it away.
struct GapGuard: ~Copyable {
  /// What the names of these tables begin with; the number of the process follows.
  static let prefix = "flowlanes-"
  /// Seconds that an element stands at the most.
  private static let patience = 10

  private let table: String

  /// Puts the guard up for flows: those that are translated need it; nil where there are none.
  ///
  /// - Throws: where nft(8) is not there, or refuses.
  init?(_ flows: [Flow]) throws(KernelError) {
    guard !flows.isEmpty else { return nil }
    table = "inet \(Self.prefix)\(getpid())"
    try PinTable.apply(Self.script(table, flows.flatMap { [$0.orig, $0.reply] }))
  }

  /// Takes the guard down; that it has gone already is no error.
  consuming func remove() { try? PinTable.apply("delete table \(table)\n") }

  static func script(_ table: String, _ tuples: [Tuple]) -> String {
    // In one transaction: first whatever is left of an earlier one.
    var text = "add table \(table)\ndelete table \(table)\nadd table \(table)\n"
    text += "add chain \(table) gap { type filter hook prerouting priority -150; policy accept; }\n"
    for (family, address) in [(Family.ipv4, "ip"), (.ipv6, "ip6")] {
      let mine = Set(tuples.filter { $0.family == family })
      guard !mine.isEmpty else { continue }
      let type = family == .ipv4 ? "ipv4_addr" : "ipv6_addr"
      let set = family == .ipv4 ? "gap4" : "gap6"
      text +=
        "add set \(table) \(set) { type inet_proto . \(type) . inet_service . \(type)"
        + " . inet_service; flags timeout; timeout \(patience)s; }\n"
      text +=
        "add rule \(table) gap ct state { new, invalid } meta l4proto . \(address) saddr . th sport"
        + " . \(address) daddr . th dport @\(set) drop\n"
      let elements = mine.map {
        "\($0.l4.rawValue) . \($0.source.text) . \($0.sourcePort) . \($0.destination.text)"
          + " . \($0.destinationPort)"
      }
      text += "add element \(table) \(set) { \(elements.joined(separator: ", ")) }\n"
    }
    return text
  }

  /// The process that a table of this kind belongs to; nil for other tables.
  static func owner(of name: Ruleset.TableName) -> pid_t? {
    guard name.family == .inet, name.name.hasPrefix(prefix) else { return nil }
    return pid_t(name.name.dropFirst(prefix.count))
  }
}

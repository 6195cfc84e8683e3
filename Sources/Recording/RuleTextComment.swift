import FlowModel

/// Rules as nft(8) prints them, as comments of a frame: libnftables prints them, netlink does not.
///
///     flowlanes rule texts 1 of 1
///     1⇥filter⇥4⇥ct state established accept
///
/// Family, table, handle and text. Comments are at most 65,535 octets long: what is longer goes on in
/// the next.
enum RuleTextComment {
  struct Key: Hashable, Sendable {
    let table: Ruleset.TableName
    let handle: UInt64
  }

  private static let title = "flowlanes rule texts"
  private static let longest = 60_000
  /// Texts of a ruleset so large that nobody reads them are left out.
  private static let mostOctets = 8 << 20

  static func comments(of rules: [Ruleset.Rule]) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var octets = 0
    for rule in rules {
      guard let text = rule.text else { continue }
      let fields = ["\(rule.table.family.rawValue)", rule.table.name, "\(rule.handle)", text]
      guard !fields.contains(where: { $0.contains { $0 == "\t" || $0.isNewline } }) else {
        continue
      }
      let line = fields.joined(separator: "\t") + "\n"
      octets += line.utf8.count
      if piece.utf8.count + line.utf8.count > longest, !piece.isEmpty {
        pieces.append(piece)
        piece = ""
      }
      guard line.utf8.count > longest else {
        piece += line
        continue
      }
      for character in line {
        if piece.utf8.count + String(character).utf8.count > longest {
          pieces.append(piece)
          piece = ""
        }
        piece.append(character)
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    guard octets <= mostOctets else { return [] }
    return pieces.enumerated().map { "\(title) \($0 + 1) of \(pieces.count)\n" + $1 }
  }

  /// Reads them back; comments of another kind are passed over.
  static func texts(in comments: [String]) -> [Key: String] {
    var joined = ""
    for comment in comments where comment.hasPrefix(title) {
      guard let end = comment.firstIndex(of: "\n") else { continue }
      joined += comment[comment.index(after: end)...]
    }
    var texts: [Key: String] = [:]
    for line in joined.split(separator: "\n") {
      let fields = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count == 4, let family = UInt8(fields[0]), let handle = UInt64(fields[2]) else {
        continue
      }
      let table = Ruleset.TableName(TableFamily(rawValue: family), String(fields[1]))
      texts[Key(table: table, handle: handle)] = String(fields[3])
    }
    return texts
  }
}

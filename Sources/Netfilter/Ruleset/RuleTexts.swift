package import FlowModel

/// Rules as nft(8) prints them, by their table and handle.
package struct RuleTexts: Equatable, Sendable {
  private struct Key: Hashable {
    let table: Ruleset.TableName
    let handle: UInt64
  }

  private var texts: [Key: String] = [:]

  package var count: Int { texts.count }

  package subscript(table: Ruleset.TableName, handle: UInt64) -> String? {
    texts[Key(table: table, handle: handle)]
  }

  /// Reads what `nft -a list ruleset` prints.
  ///
  ///     table inet filter { # handle 1
  ///     ⇥ chain forward { # handle 2
  ///     ⇥ ⇥ type filter hook forward priority filter; policy drop;
  ///     ⇥ ⇥ ct state established accept # handle 4
  ///     ⇥ ⇥ ip saddr 10.0.0.1 jump {
  ///     ⇥ ⇥ ⇥ tcp dport 22 accept
  ///     ⇥ ⇥ } # handle 8
  ///
  /// A handle that is told twice in a table (a text of a rule may hold a line break and anything
  /// after it) has no text.
  package init(listing: String) {
    var table: Ruleset.TableName?
    var isChain = false
    var doubtful: Set<Key> = []
    /// The rule around the ones that are being read, and their texts.
    var opening: String?
    var inner: [String] = []
    for line in listing.split(separator: "\n") {
      let depth = line.prefix { $0 == "\t" }.count
      let content = String(line.dropFirst(depth))
      let (words, handle) = Self.splitHandle(content)
      switch depth {
      case 0:
        table = Self.table(words)
      case 1:
        isChain = words.hasPrefix("chain ")
        opening = nil
      default:
        guard isChain, let table else { continue }
        guard let handle else {
          if depth == 2, words.hasSuffix("{") {
            opening = words
            inner = []
          } else if depth > 2 {
            inner.append(words)
          }
          continue
        }
        // What nft leaves out of an iptables rule (`# xt_comment`) may leave a gap at its head.
        var text = String(words.drop { $0 == " " })
        if depth == 2, words == "}", let start = opening {
          text = "\(start) \(inner.joined(separator: "; ")) }"
          opening = nil
        } else if depth > 2 {
          inner.append(words)
        }
        let key = Key(table: table, handle: handle)
        if texts.updateValue(text, forKey: key) != nil { doubtful.insert(key) }
      }
    }
    for key in doubtful { texts[key] = nil }
  }

  private static func splitHandle(_ content: String) -> (String, UInt64?) {
    let mark = " # handle "
    guard let hash = content.lastIndex(of: "#"), hash > content.startIndex else {
      return (content, nil)
    }
    let start = content.index(before: hash)
    guard content[start...].hasPrefix(mark),
      let handle = UInt64(content[content.index(start, offsetBy: mark.count)...])
    else { return (content, nil) }
    return (String(content[..<start]), handle)
  }

  private static func table(_ words: String) -> Ruleset.TableName? {
    let parts = words.split(separator: " ")
    guard parts.count == 4, parts[0] == "table", parts[3] == "{" else { return nil }
    let families: [TableFamily] = [.inet, .ip, .ip6, .arp, .bridge, .netdev]
    return families.first { $0.name == parts[1] }.map {
      Ruleset.TableName($0, String(parts[2]))
    }
  }
}

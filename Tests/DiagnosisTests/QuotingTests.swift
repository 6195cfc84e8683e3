import FlowModel
import Testing

@testable import Diagnosis

/// Names come from outside, and a command that is shown may be pasted.
@Suite struct QuotingTests {
  /// What a POSIX shell makes of single quotes, backslashes and plain octets; nil for what goes on
  /// behind the word, or ends within quotes.
  private func word(_ text: String) -> [UInt8]? {
    var word: [UInt8] = []
    var isQuoted = false
    var octets = text.utf8.makeIterator()
    while let octet = octets.next() {
      switch (octet, isQuoted) {
      case (UInt8(ascii: "'"), _): isQuoted.toggle()
      case (UInt8(ascii: "\\"), false): if let next = octets.next() { word.append(next) }
      case (_, true): word.append(octet)
      default:
        guard !" ;&|<>$`\"*?()#~!\n\t".utf8.contains(octet) else { return nil }
        word.append(octet)
      }
    }
    return isQuoted ? nil : word
  }

  @Test(arguments: [
    "lan0", "", "a b", "it's", "'; reboot #", "$(reboot)", "\u{301}'\u{301};reboot", "'\u{301}'",
    "e'\u{308}|sh", "\\'", "*", "\"'\u{20dd}`id`", "ä", "'",
  ])
  func aTextIsOneWordOfAShell(text: String) {
    #expect(word(ShellText.word(text)) == Array(text.utf8))
    #expect(word(ShellText.quoted(text)) == Array(text.utf8))
  }

  @Test func aDeviceIsWrittenAsNftReadsIt() {
    #expect(ShellText.device("br-lan") == "br-lan")
    #expect(ShellText.device("eth0.5") == "\"eth0.5\"")
    #expect(ShellText.device("0wan") == "\"0wan\"")
    #expect(ShellText.device("wän") == "\"wän\"")
  }

  @Test(arguments: ["a\"};flush", "a\"\u{301};x", "lan*", "a\\b", "a\u{7f}", "a b", "a\nb"])
  func aDeviceThatCannotBeWrittenIsNot(name: String) {
    #expect(ShellText.device(name) == nil)
    #expect(NftText.ownTable("Adds one.", devices: ["lan0", name]).command == nil)
  }

  @Test func aTableOrFlowtableThatCannotBeWrittenIsNot() {
    let hostile = "f; flush ruleset"
    for (table, name) in [("t", hostile), (hostile, "f")] {
      let flowtable = Flowtable(family: "inet", table: table, name: name)
      let remedy = NftText.addDevices("Adds lan0.", ["lan0"], to: flowtable)
      #expect(remedy.command == nil)
      #expect(remedy.text.hasPrefix("Adds lan0. No command"))
    }
    let chain = Ruleset.Chain(table: Ruleset.TableName(.inet, "t"), name: "forward", hook: nil)
    #expect(NftText.insert("Puts.", into: chain, "tcp dport 1", flowtable: hostile).command == nil)
    #expect(
      NftText.insert("Puts.", into: chain, "tcp dport 1", flowtable: "f").command
        == "nft 'insert rule inet t forward tcp dport 1 flow add @f'")
  }
}

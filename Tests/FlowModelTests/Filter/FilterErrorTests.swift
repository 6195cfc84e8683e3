import FlowModel
import Testing

/// Every error by table: what is typed, the column it is found at, and what is said.
@Suite struct FilterErrorTests {
  private func check(_ text: String, _ column: Int, _ sentence: String) {
    do throws(FilterError) {
      let filter = try FlowFilter(parsing: text, reasonCodes: ["no-rule", "local"])
      Issue.record("\(text) is read as \(filter)")
    } catch {
      #expect(error.column == column, "\(text): \(error.sentence)")
      #expect(error.sentence == sentence, "\(text)")
      #expect(error.offset <= text.unicodeScalars.count)
    }
  }

  @Test(arguments: [
    ("(tcp", 1, "This parenthesis is not closed: a ) is missing."),
    ("udp or (tcp and (ip)", 8, "This parenthesis is not closed: a ) is missing."),
    ("tcp)", 4, "This parenthesis closes none that was opened."),
    ("()", 2, "After this parenthesis a test is missing, as tcp, port 443 or some text."),
    ("tcp and", 8, "After and a test is missing, as tcp, port 443 or some text."),
    ("tcp or  ", 9, "After or a test is missing, as tcp, port 443 or some text."),
    ("tcp && or udp", 8, "After && a test is missing, as tcp, port 443 or some text."),
    ("not", 4, "After not a test is missing, as tcp, port 443 or some text."),
    ("!", 2, "After ! a test is missing, as tcp, port 443 or some text."),
    ("and tcp", 1, "Nothing stands before and, which joins what stands around it."),
    ("tcp (or udp)", 6, "After this parenthesis a test is missing, as tcp, port 443 or some text."),
    ("\"abc", 1, "These quotes are not closed: a second \" is missing."),
    ("tcp \"\"", 5, "There is no text between the quotes."),
    ("> 5", 1, "Before > must stand what is compared: rate, bytes, packets, age, port ..."),
    ("tcp > 5", 5, "Before > must stand what is compared: rate, bytes, packets, age, port ..."),
    ("prot > 5", 1, "\"prot\" is nothing that can be compared; did you mean port?"),
    ("foo=bar", 1, "\"foo\" is nothing that can be compared."),
  ])
  func structure(text: String, column: Int, sentence: String) { check(text, column, sentence) }

  private static let address = "an address, as 10.0.0.1, 10.0.0.0/8 or fd00::/8"
  private static let port = "a port or a range of them, as 443 or 8000-8100"

  @Test(arguments: [
    ("port", 5, "port needs \(port)."), ("tcp port ", 10, "port needs \(port)."),
    ("port abc", 6, "port needs \(port), not \"abc\"."),
    ("port 65536", 6, "port needs \(port), not \"65536\"."),
    ("port 100-50", 6, "port needs \(port), not \"100-50\"."),
    ("port and tcp", 6, "port needs \(port), not \"and\"."),
    ("port > 65535", 8, "No port is > 65535: they go from 0 to 65535."),
    ("port < 0", 8, "No port is < 0: they go from 0 to 65535."),
    ("port >= 5-7", 9, "A range of ports is not compared by >= but by = or !=."),
    ("host", 5, "host needs \(address)."),
    ("host 10.0.0", 6, "host needs \(address), not \"10.0.0\"."),
    ("host 10.0.0.256", 6, "host needs \(address), not \"10.0.0.256\"."),
    ("host 10.0.0.1/33", 6, "host needs \(address), not \"10.0.0.1/33\"."),
    ("host ::ffff:10.0.0.1/90", 6, "host needs \(address), not \"::ffff:10.0.0.1/90\"."),
    ("host 1::2::3", 6, "host needs \(address), not \"1::2::3\"."),
    ("host router.example", 6, "host needs \(address), not \"router.example\"."),
    (
      "src prot 443", 5, "src needs port, host, net or \(address), not \"prot\"; did you mean port?"
    ),
    ("src", 4, "src needs port, host, net or \(address)."),
    ("dst 443", 5, "dst needs port, host, net or \(address), not \"443\"."),
    ("dst port x", 10, "port needs \(port), not \"x\"."),
    (
      "proto grr", 7,
      "proto needs a protocol by name or number, as gre or 47, not \"grr\"; did you mean gre?"
    ),
    ("proto 256", 7, "proto needs a protocol by name or number, as gre or 47, not \"256\"."),
  ])
  func tuples(text: String, column: Int, sentence: String) { check(text, column, sentence) }

  @Test(arguments: [
    ("lane slwo", 6, "lane needs slow, software or hardware, not \"slwo\"; did you mean slow?"),
    (
      "state establishd", 7,
      "state needs a state, as established or time_wait, not \"establishd\"; did you mean established?"
    ),
    ("state assured", 7, "\"assured\" is no state but a status: write status assured."),
    ("status established", 8, "\"established\" is no status but a state: write state established."),
    (
      "status asured", 8,
      "status needs a status bit, as assured, seen_reply or offload, not \"asured\"; did you mean assured?"
    ),
    (
      "mark x", 6,
      "mark needs a number of 32 bits, perhaps with a mask, as 0x10 or 0x10/0xff, not \"x\"."
    ),
    (
      "mark 0x1/0x2/3", 6,
      "mark needs a number of 32 bits, perhaps with a mask, as 0x10 or 0x10/0xff, not \"0x1/0x2/3\"."
    ),
    ("mark =", 7, "mark needs a number of 32 bits, perhaps with a mask, as 0x10 or 0x10/0xff."),
    ("zone 65536", 6, "zone needs a number up to 65535, as in zone 3, not \"65536\"."),
    ("id", 3, "id needs a number up to 4294967295, as in id 2849132."),
    ("rate", 5, "rate needs a comparison, as rate > 1M."),
    ("rate 5K", 6, "rate needs a comparison, as rate > 5K."),
    ("rate > 1MB", 8, "rate needs a number of bits per second, as 800K, 1.5M or 2Gi, not \"1MB\"."),
    ("rate > 0.5", 8, "rate needs a number of bits per second, as 800K, 1.5M or 2Gi, not \"0.5\"."),
    (
      "bytes > 99999999T", 9,
      "bytes needs a number of bytes, as 64K, 1.5M or 2Gi, not \"99999999T\"."
    ),
    ("age > 1w", 7, "age needs a time in whole seconds, as 90, 15m, 1.5h or 2d, not \"1w\"."),
    ("age > (tcp)", 7, "age needs a time in whole seconds, as 90, 15m, 1.5h or 2d, not \"(\"."),
    ("dev", 4, "dev needs the name of a device, as wan0 or ppp*."),
    (
      "reason no-rul", 8,
      "reason needs the code of a reason, as no-rule or local, not \"no-rul\"; did you mean no-rule?"
    ),
    ("é reason", 9, "reason needs the code of a reason, as no-rule or local."),
    (
      "port aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 6,
      "port needs \(port), not \"aaaaaaaaaaaaaaaaaaaaa...\"."
    ),
  ])
  func words(text: String, column: Int, sentence: String) { check(text, column, sentence) }

  @Test func parenthesesHaveAnEnd() {
    let deep = String(repeating: "(", count: 100_000)
    check(deep, 101, "Parentheses stand too deep in each other here.")
    #expect(throws: Never.self) {
      try FlowFilter(parsing: String(repeating: "not ", count: 100_000) + "tcp")
    }
  }
}

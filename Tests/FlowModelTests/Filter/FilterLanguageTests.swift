import FlowModel
import Testing

/// The language by table: what is typed, what it is, and which of the sample flows it lets through.
@Suite struct FilterLanguageTests {
  private func check(_ text: String, _ canonical: String, _ flows: [Int]) throws {
    let filter = try FlowFilter(parsing: text)
    #expect(filter.description == canonical)
    #expect(filter.text == text)
    #expect(FilterSample.matches(filter) == flows, "\(text)")
    let again = try FlowFilter(parsing: filter.description)
    #expect(again == filter)
    #expect(again.description == canonical)
    // Letters have no case.
    if !text.contains("\"") {
      #expect(try FlowFilter(parsing: text.uppercased()) == filter)
    }
  }

  @Test(arguments: [
    ("tcp", "tcp", [1, 2]), ("udp", "udp", [3]), ("icmp", "icmp", [4]), ("gre", "gre", []),
    ("icmp6", "ipv6-icmp", []), ("ip", "ip", [1, 2, 4]), ("ip6", "ip6", [3]),
    ("ipv6", "ip6", [3]), ("proto 17", "udp", [3]), ("proto udp", "udp", [3]),
    ("proto ipv6", "proto ipv6", []), ("proto 200", "proto 200", []),
    ("host 10.0.0.5", "host 10.0.0.5", [1, 4]), ("src 10.0.0.5", "src host 10.0.0.5", [1, 4]),
    ("dst host 10.0.0.5", "dst host 10.0.0.5", []),
    // What NAT made of the source counts as the source.
    ("src 198.51.100.2", "src host 198.51.100.2", [1]),
    ("host 198.51.100.2", "host 198.51.100.2", [1]),
    ("dst 198.51.100.2", "dst host 198.51.100.2", []),
    ("net 10.0.0.0/8", "host 10.0.0.0/8", [1, 2, 4]), ("net 10", "host 10.0.0.0/8", [1, 2, 4]),
    ("net 203.0.113", "host 203.0.113.0/24", [1, 2]), ("10.0.0.7/8", "host 10.0.0.0/8", [1, 2, 4]),
    ("dst net 203.0.113.0/24", "dst host 203.0.113.0/24", [1, 2]),
    ("host 0.0.0.0/0", "host 0.0.0.0/0", [1, 2, 4]), ("host ::/0", "host ::/0", [3]),
    ("src fd00::/8", "src host fd00::/8", [3]), ("host [2001:DB8::35]", "host 2001:db8::35", [3]),
    ("host ::ffff:10.0.0.5", "host 10.0.0.5", [1, 4]),
    ("host ::ffff:10.0.0.0/104", "host 10.0.0.0/8", [1, 2, 4]),
    // An id of ICMP is no port.
    ("port 443", "port 443", [1]), ("src port 1024", "src port 1024", [1]),
    ("sport 443", "src port 443", []), ("dport 443", "dst port 443", [1]),
    ("port 50-100", "port 50-100", [2, 3]), ("portrange 50-100", "port 50-100", [2, 3]),
    ("port > 30000", "port 30001-65535", [1, 2]), ("port>=40001", "port 40001-65535", [2]),
    ("dport < 80", "dst port 0-79", [3]), ("dport <= 80", "dst port 0-80", [2, 3]),
    ("port = 53", "port 53", [3]), ("port == 53", "port 53", [3]),
    ("port != 443", "port != 443", [2, 3]), ("not port 443", "not port 443", [2, 3, 4]),
    ("port != 50-100", "port != 50-100", [1]),
  ])
  func tuples(text: String, canonical: String, flows: [Int]) throws {
    try check(text, canonical, flows)
  }

  @Test(arguments: [
    ("lane slow", "lane slow", [1, 4]), ("lane F", "lane software", [2]),
    ("lane hardware", "lane hardware", [3]), ("offloaded", "offloaded", [2, 3]),
    ("not offloaded", "not offloaded", [1, 4]), ("nat", "nat", [1]), ("snat", "snat", [1]),
    ("dnat", "dnat", []), ("status assured", "status assured", [1, 2]),
    ("status hw-offload", "status hw_offload", [3]),
    ("status unreplied", "status unreplied", [3, 4]),
    ("not status seen_reply", "not status seen_reply", [3, 4]),
    ("state established", "state established", [1]), ("state time-wait", "state time_wait", []),
    // Nobody knows the state of the offloaded one; what is no TCP has none.
    ("not state time_wait", "not state time_wait", [1, 3, 4]),
    ("zone 3", "zone 3", [1]), ("zone", "zone != 0", [1]), ("zone != 3", "zone != 3", [2, 3, 4]),
    ("id 300", "id 300", [3]), ("id >= 0x12c", "id >= 300", [3, 4]),
    ("mark 0x110", "mark 0x110", [1]), ("mark=0x110", "mark 0x110", [1]),
    ("mark 272", "mark 0x110", [1]), ("mark 0x10/0xff", "mark 0x10/0xff", [1]),
    ("mark 0", "mark 0", [3]), ("mark", "mark != 0", [1]), ("not mark", "not mark != 0", [3]),
    ("mark != 0x10/0xff", "mark != 0x10/0xff", [3]), ("mark > 5", "mark > 0x5", [1]),
    ("helper ftp", "helper ftp", [1]), ("helper", "helper", [1]),
    ("not helper", "not helper", [2, 3, 4]), ("helper tftp", "helper tftp", []),
    ("pinned", "pinned", [2]), ("not pinned", "not pinned", [1, 3, 4]),
    ("dev wan0", "dev wan0", [1]), ("dev ppp*", "dev ppp*", [2]),
    ("dev \"ppp*\"", "dev \"ppp*\"", []),
    ("iif lan0", "iif lan0", [1]), ("oif lan0", "oif lan0", []), ("iif ppp0", "iif ppp0", []),
    // Of the second flow one device is known, and it is another one; the rest may be it.
    ("not dev wan0", "not dev wan0", []), ("not dev lan1", "not dev lan1", [1]),
    ("not oif wan0", "not oif wan0", [2]),
    ("reason no-rule", "reason no-rule", [1]), ("reason protocol", "reason protocol", [4]),
    // A flow in the best lane has no reason; of the third nobody looked.
    ("not reason no-rule", "not reason no-rule", [2, 4]),
  ])
  func facts(text: String, canonical: String, flows: [Int]) throws {
    try check(text, canonical, flows)
  }

  @Test(arguments: [
    ("rate > 1M", "rate > 1M", [1, 2]), ("rate>1.5M", "rate > 1500K", [2]),
    ("rate >= 1500Kbit", "rate >= 1500K", [1, 2]), ("rate = 1.5M", "rate = 1500K", [1]),
    ("rate != 1.5M", "rate != 1500K", [2, 4]), ("rate 5", "", []),
    // What is known of the second is a lower bound; nothing is known of the third.
    ("rate < 1M", "rate < 1M", [4]), ("rate <= 1.5M", "rate <= 1500K", [1, 4]),
    ("rate < 1G", "rate < 1G", [1, 4]), ("not rate > 1M", "not rate > 1M", [4]),
    ("rate = 0", "rate = 0", [4]), ("rate > 0", "rate > 0", [1, 2]),
    ("rate > 1Mi", "rate > 1048576", [1, 2]), ("bytes > 2M", "bytes > 2M", [1]),
    ("bytes <= 2001000B", "bytes <= 2001K", [1]), ("not bytes > 2M", "not bytes > 2M", []),
    ("packets 30", "", []), ("packets = 30", "packets = 30", [1]),
    ("age > 1h", "age > 1h", [1]), ("age >= 120m", "age >= 2h", [1]), ("age = 2h", "age = 2h", [1]),
    // The second is a minute old or older.
    ("age > 30", "age > 30s", [1, 2]), ("age < 1d", "age < 1d", [1]),
    ("not age > 1h", "not age > 1h", []), ("not age < 1m", "not age < 1m", [1, 2]),
    ("age != 30s", "age != 30s", [1, 2]), ("age <= 1.5m", "age <= 90s", []),
    ("timeout > 4d", "timeout > 4d", [1]), ("not timeout > 4d", "not timeout > 4d", []),
    ("timeout < 90", "timeout < 90s", []),
  ])
  func amounts(text: String, canonical: String, flows: [Int]) throws {
    // Without a comparison an amount is an error: see FilterErrorTests.
    if canonical.isEmpty {
      #expect(throws: FilterError.self) { try FlowFilter(parsing: text) }
    } else {
      try check(text, canonical, flows)
    }
  }

  @Test(arguments: [
    ("tcp port 443", "tcp and port 443", [1]), ("tcp and udp", "tcp and udp", []),
    ("tcp or udp", "tcp or udp", [1, 2, 3]),
    ("tcp || udp && port 53", "tcp or udp and port 53", [1, 2, 3]),
    ("(tcp or udp) port 53", "(tcp or udp) and port 53", [3]),
    ("tcp and (port 80 and (ip))", "tcp and port 80 and ip", [2]),
    ("not udp", "not udp", [1, 2, 4]), ("not not udp", "udp", [3]), ("not ! udp", "udp", [3]),
    ("not (tcp or udp)", "not (tcp or udp)", [4]), ("not tcp or udp", "not tcp or udp", [3, 4]),
    ("tcp and !port 80", "tcp and not port 80", [1]), ("(not tcp)", "not tcp", [3, 4]),
    // A sign before all else turns all over; anywhere else it is `not`.
    ("!tcp", "not tcp", [3, 4]), ("!tcp or udp", "not (tcp or udp)", [4]),
    ("! tcp port 80", "not (tcp and port 80)", [1, 3, 4]), ("!!tcp", "tcp", [1, 2]),
    ("(!tcp) or udp", "not tcp or udp", [3, 4]),
    // As in tcpdump(8), what is left out is what stood before.
    ("port 443 or 53", "port 443 or port 53", [1, 3]),
    ("dst port 443 or 53 or 80", "dst port 443 or dst port 53 or dst port 80", [1, 2, 3]),
    ("host 10.0.0.6 or fd00::1", "host 10.0.0.6 or host fd00::1", [2]),
    ("host 10.0.0.5 and not 192.0.2.1", "host 10.0.0.5 and not host 192.0.2.1", [1]),
    ("port 443 53", "port 443 and \"53\"", []),
    ("port 443 or tcp and 53", "port 443 or tcp and \"53\"", [1]),
    ("lane slow and rate > 1M", "lane slow and rate > 1M", [1]),
    ("tcp and dst port 443 and host 10.0.0.0/8", "tcp and dst port 443 and host 10.0.0.0/8", [1]),
    ("rate > 1M or not rate > 1M", "rate > 1M or not rate > 1M", [1, 2, 4]),
  ])
  func operators(text: String, canonical: String, flows: [Int]) throws {
    try check(text, canonical, flows)
  }

  @Test(arguments: [
    ("10.0.0.5", "\"10.0.0.5\"", [1, 4]), ("10.0.0", "10.0.0", [1, 2, 4]),
    ("443", "\"443\"", [1, 4]),
    ("10.0.0.5:40000", "10.0.0.5:40000", [1]), ("assured", "assured", [1, 2]),
    ("established", "established", [1]), ("slow", "slow", [1, 4]), ("soft", "soft", [2]),
    ("no-rule", "no-rule", [1]), ("no-rule?", "no-rule?", [1]), ("NO-R", "no-r", [1]),
    ("#443", "#443", [4]), ("zzz", "zzz", []), ("ftp", "ftp", [1]),
    ("[fd00", "[fd00", [3]), ("prot", "prot", [4]), ("tc", "tc", [1, 2]), ("a!b", "a!b", []),
    ("tcp 10.0.0.5:40000 203.0.113.9:443", "tcp and 10.0.0.5:40000 and 203.0.113.9:443", [1]),
    ("\"tcp 10.0.0.5\"", "\"tcp 10.0.0.5\"", [1]), ("\"tcp\"", "\"tcp\"", [1, 2]),
    ("\"icmp\"", "\"icmp\"", [4]), ("\"slow tcp\"", "\"slow tcp\"", [1]),
    ("\"and\"", "\"and\"", []),
    ("\"a \\\" b \\\\ c\"", "\"a \\\" b \\\\ c\"", []), ("\"a\\b\"", "a\\b", []),
    ("\"(\"", "\"(\"", []), ("tcp\"0.6\"", "tcp and 0.6", [2]), ("mark=0x1", "mark 0x1", []),
  ])
  func text(text: String, canonical: String, flows: [Int]) throws {
    try check(text, canonical, flows)
  }

  @Test(arguments: [
    ("rate > 1.5 Mb/s tcp", "rate > 1500K and tcp"), ("rate > 1.5Mbit/s", "rate > 1500K"),
    ("age > 2 d", "age > 2d"), ("bytes > 64 KiB", "bytes > 65536"),
    ("rate > 5 udp", "rate > 5 and udp"),
    ("rate > 800 kbps", "rate > 800K"), ("é", "é"),
  ])
  func unitsAreWrittenAsTheScreenWritesThem(text: String, canonical: String) throws {
    #expect(try FlowFilter(parsing: text).description == canonical)
  }

  @Test(arguments: ["", " ", " \t "])
  func nothingLetsAllThrough(text: String) throws {
    let filter = try FlowFilter(parsing: text)
    #expect(filter.isEmpty && filter == .all && filter.description.isEmpty)
    #expect(FilterSample.matches(filter) == [1, 2, 3, 4])
  }

  @Test func aFilterTellsWhatItNeeds() throws {
    #expect(try FlowFilter(parsing: "tcp port 80 and not mark 1").needs == [])
    #expect(try FlowFilter(parsing: "tcp or not (pinned and dev wan0)").needs == [.pins, .devices])
    #expect(try FlowFilter(parsing: "dev a").needsDevices)
    #expect(
      try FlowFilter(parsing: "rate > 1 age > 1 reason local x").needs == [
        .rates, .age, .reasons, .text,
      ])
  }

  @Test func whatIsDearIsAskedLast() throws {
    struct Refusing: FlowFacts {
      var rates: Rates { Rates() }
      var age: (nanoseconds: UInt64, exact: Bool)? { nil }
      var carried: CarriedCounters? { nil }
      var isPinned: Bool { false }
      var showsReason: Bool { true }
      func reason() -> FilterReason? { Issue.record("asked for the reason"); return nil }
      func devices() -> FilterDevices { Issue.record("asked for devices"); return .untold }
    }
    var facts = Refusing()
    var buffer = TextBuffer()
    for (text, matches) in [
      ("dev wan0 and reason local and udp", false), ("(dev wan0 or zzz) and udp", false),
      ("dev wan0 or reason local or tcp", true), ("reason x or 10.0.0.5", true),
    ] {
      let filter = try FlowFilter(parsing: text)
      #expect(filter.matches(FilterSample.one.0, &facts, buffer: &buffer) == matches)
    }
  }
}

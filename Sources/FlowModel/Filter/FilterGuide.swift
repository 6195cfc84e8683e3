/// The language of filters in a few lines: the one table that the help page, `--help` and the README
/// are made from.
package enum FilterGuide {
  package struct Line: Sendable {
    /// As it is typed.
    package let example: String
    package let meaning: String
  }

  package static let lines = [
    Line(example: "tcp  icmp6  ip6  proto 47", meaning: "protocol, family"),
    Line(example: "src|dst host 10.0.0.0/8", meaning: "before NAT or after; net 10"),
    Line(example: "src|dst port 8000-8100", meaning: "the same; sport, dport"),
    Line(example: "lane slow  offloaded", meaning: "also software, hardware"),
    Line(example: "nat  snat  dnat  helper ftp", meaning: "translated, followed"),
    Line(example: "state established", meaning: "also status assured"),
    Line(example: "mark 0x10/0xff  zone 3  id 7", meaning: "also by != < <= > >="),
    Line(example: "rate > 1M  bytes >= 2Gi", meaning: "bits a second; packets"),
    Line(example: "age > 1h  timeout < 30s", meaning: "s, m, h, d"),
    Line(example: "dev wan0  iif lan*  oif wan0", meaning: "either device; in; out"),
    Line(example: "reason no-rule  pinned", meaning: "why not faster; pins"),
    Line(example: "10.0.0.  assur  \"port\"", meaning: "any other text in the row"),
    Line(example: "and  or  not  ( )", meaning: "and may be left out"),
    Line(example: "!tcp or udp", meaning: "a first ! turns all over"),
  ]

  /// What must be known to trust a filter.
  package static let caution =
    "What the kernel does not tell matches neither a test nor its not."
}

import FlowModel
import Testing

@testable import Diagnosis

/// Rules as `nft --debug=netlink list ruleset` (1.0.6) shows their expressions, and as it prints them.
@Suite struct RuleTextTests {
  private typealias M = Make
  private let r1 = Make.r1
  private let r2 = Make.r2
  private let next = Ruleset.Register(offset: 4)

  private func text(_ rule: Expressions, _ change: (inout RulesetBuilder) -> Void = { _ in })
    -> String
  {
    var builder = RulesetBuilder()
    change(&builder)
    builder.base("forward", [rule])
    return RuleText(builder.ruleset).printed(builder.ruleset.rules[0])
  }

  @Test func ports() {
    #expect(text(M.port(80) + [M.accept]) == "tcp dport 80 accept")
    #expect(
      text(M.port(53, .notEqual, source: true, l4: .udp) + [M.drop]) == "udp sport != 53 drop")
    #expect(text(M.port(1024, .greaterOrEqual)) == "tcp dport >= 1024")
    #expect(
      text(M.port(80, .greaterOrEqual) + [.compare(.lessOrEqual, r1, M.short(90))])
        == "tcp dport 80-90")
    #expect(
      text(
        M.l4(.tcp) + [
          .payload(base: .transport, offset: 2, length: 2, into: r1),
          .range(r1, from: M.short(80), to: M.short(90), inverted: true),
        ]) == "tcp dport != 80-90")
    #expect(
      text([
        .payload(base: .transport, offset: 2, length: 2, into: r1),
        .compare(.equal, r1, M.short(80)),
      ]) == "th dport 80")
  }

  @Test func dependenciesAreHiddenOnlyWhereAFieldImpliesThem() {
    #expect(text(M.l4(.tcp) + [M.accept]) == "meta l4proto tcp accept")
    #expect(text(M.family(.ipv4) + M.port(80)) == "meta nfproto ipv4 tcp dport 80")
    #expect(text(M.l4(.tcp) + M.address("10.0.0.1")) == "meta l4proto tcp ip daddr 10.0.0.1")
    #expect(
      text(M.port(53, l4: .udp) + M.address("10.0.0.0", bits: 20, source: true))
        == "udp dport 53 ip saddr 10.0.0.0/20")
    #expect(
      text(
        M.family(.ipv4) + [
          .payload(base: .network, offset: 9, length: 1, into: r1), .compare(.equal, r1, [6]),
          .payload(base: .transport, offset: 2, length: 2, into: r1),
          .compare(.equal, r1, M.short(80)),
        ]) == "ip protocol tcp tcp dport 80")
  }

  @Test func addresses() {
    #expect(text(M.address("10.0.0.1", .notEqual)) == "ip daddr != 10.0.0.1")
    #expect(
      text(
        M.family(.ipv4) + [
          .payload(base: .network, offset: 12, length: 3, into: r1),
          .compare(.equal, r1, [10, 0, 0]),
        ]) == "ip saddr 10.0.0.0/24")
    let ones: [UInt8] = [0xff, 0xc0] + [UInt8](repeating: 0, count: 14)
    #expect(
      text(
        M.family(.ipv6) + [
          .payload(base: .network, offset: 8, length: 16, into: r1),
          .mask(r1, into: r1, mask: ones, xor: [UInt8](repeating: 0, count: 16)),
          .compare(.equal, r1, [0xfe, 0x80] + [UInt8](repeating: 0, count: 14)),
        ]) == "ip6 saddr fe80::/10")
    #expect(
      text(
        M.family(.ipv4) + [
          .payload(base: .network, offset: 12, length: 4, into: r1),
          .mask(r1, into: r1, mask: [0, 0, 0, 255], xor: [0, 0, 0, 0]),
          .compare(.equal, r1, [0, 0, 0, 5]),
        ]) == "ip saddr & 0.0.0.255 == 0.0.0.5")
  }

  @Test func statesAndFlags() {
    #expect(text(M.state(6) + [M.accept]) == "ct state established,related accept")
    #expect(text(M.state(1) + [M.drop]) == "ct state invalid drop")
    #expect(
      text([
        .ct(.state, direction: nil, into: r1),
        .mask(r1, into: r1, mask: M.host(2), xor: M.host(0)), .compare(.equal, r1, M.host(0)),
      ]) == "ct state ! established")
    #expect(
      text([.ct(.state, direction: nil, into: r1), .compare(.notEqual, r1, M.host(2))])
        == "ct state != established")
    let flags: Expressions =
      M.l4(.tcp) + [.payload(base: .transport, offset: 13, length: 1, into: r1)]
    let masked: Expressions = flags + [.mask(r1, into: r1, mask: [3], xor: [0])]
    #expect(text(masked + [.compare(.equal, r1, [2])]) == "tcp flags syn / fin,syn")
    #expect(text(masked + [.compare(.equal, r1, [0])]) == "tcp flags ! fin,syn")
    #expect(text(masked + [.compare(.notEqual, r1, [0])]) == "tcp flags fin,syn")
    #expect(text(flags + [.compare(.equal, r1, [2])]) == "tcp flags == syn")
    #expect(text(flags + [.compare(.notEqual, r1, [2])]) == "tcp flags != syn")
  }

  @Test func ctFields() {
    #expect(
      text([.ct(.sourceIPv4, direction: .original, into: r1), .compare(.equal, r1, [10, 0, 0, 1])])
        == "ct original ip saddr 10.0.0.1")
    #expect(
      text(
        M.l4(.tcp) + [
          .ct(.destinationPort, direction: .original, into: r1),
          .compare(.equal, r1, M.short(443)),
        ]) == "meta l4proto tcp ct original proto-dst 443")
    #expect(
      text([
        .ct(.bytes, direction: nil, into: r1), .byteorder(r1, into: r1, length: 8, size: 8),
        .compare(.greater, r1, [0, 0, 0, 0, 0, 15, 0x42, 0x40]),
      ]) == "ct bytes > 1000000")
    #expect(
      text([
        .ct(.mark, direction: nil, into: r1), .byteorder(r1, into: r1, length: 4, size: 4),
        .compare(.greaterOrEqual, r1, [0, 0, 0, 1]), .compare(.lessOrEqual, r1, [0, 0, 0, 10]),
      ]) == "ct mark 0x00000001-0x0000000a")
    #expect(
      text([.ct(.helper, direction: nil, into: r1), .compare(.equal, r1, M.name("ftp"))])
        == "ct helper \"ftp\"")
    #expect(
      text([.ct(.direction, direction: nil, into: r1), .compare(.equal, r1, [1])])
        == "ct direction reply")
  }

  @Test func devices() {
    #expect(
      text(M.name(.inputName, "lan0") + M.name(.outputName, "wan0", .notEqual))
        == "iifname \"lan0\" oifname != \"wan0\"")
    #expect(
      text([.meta(.inputName, into: r1), .compare(.equal, r1, Array("lan".utf8))])
        == "iifname \"lan*\"")
    var builder = RulesetBuilder()
    builder.base("forward", [[.meta(.inputIndex, into: r1), .compare(.equal, r1, M.host(1))]])
    let lo = Link(index: 1, name: "lo", isUp: true, isRunning: true)
    #expect(
      RuleText(builder.ruleset, links: [lo]).printed(builder.ruleset.rules[0]) == "iif \"lo\"")
  }

  @Test func marks() {
    #expect(text(M.mark(16)) == "meta mark 0x00000010")
    #expect(text(M.mark(16, mask: 255)) == "meta mark & 0x000000ff == 0x00000010")
    #expect(text(M.setMark(5)) == "meta mark set 0x00000005")
    let load = Ruleset.Expression.meta(.mark, into: r1)
    let store = Ruleset.Expression.metaSet(.mark, from: r1)
    let change = { (mask: UInt32, xor: UInt32) in
      [load, .mask(r1, into: r1, mask: M.host(mask), xor: M.host(xor)), store]
    }
    #expect(text(change(0xffff_fffa, 5)) == "meta mark set meta mark | 0x00000005")
    #expect(text(change(0xffff_ffff, 5)) == "meta mark set meta mark ^ 0x00000005")
    #expect(text(change(5, 0)) == "meta mark set meta mark & 0x00000005")
    #expect(
      text(change(0xff, 0x100)) == "meta mark set meta mark & 0x000001ff | 0x00000100")
    #expect(text([.ct(.mark, direction: nil, into: r1), store]) == "meta mark set ct mark")
    #expect(text([load, .ctSet(.mark, from: r1)]) == "ct mark set meta mark")
  }

  @Test func sets() {
    let port: Expressions =
      M.l4(.tcp) + [.payload(base: .transport, offset: 2, length: 2, into: r1)]
    let lookup = { (name: String, inverted: Bool) -> Expressions in
      [.lookup(set: name, r1, into: nil, toVerdict: false, inverted: inverted)]
    }
    #expect(text(port + lookup("ports", false)) == "tcp dport @ports")
    #expect(
      text(port + lookup("__set0", true)) {
        $0.set(
          "__set0", length: 2, flags: [.anonymous, .constant],
          [.init(key: M.short(80)), .init(key: M.short(443))])
      } == "tcp dport != { 80, 443 }")
    #expect(
      text(port + lookup("__set1", false)) {
        $0.set(
          "__set1", length: 2, flags: [.anonymous, .interval],
          [
            .init(key: M.short(444), isIntervalEnd: true), .init(key: M.short(443)),
            .init(key: M.short(91), isIntervalEnd: true), .init(key: M.short(80)),
            .init(key: [0, 0], isIntervalEnd: true),
          ])
      } == "tcp dport { 80-90, 443 }")
    #expect(
      text(
        M.family(.ipv4) + [.payload(base: .network, offset: 16, length: 4, into: r1)]
          + lookup("__set5", false)
      ) {
        $0.set(
          "__set5", length: 4, flags: [.anonymous, .interval],
          [
            .init(key: [172, 32, 0, 0], isIntervalEnd: true), .init(key: [172, 16, 0, 0]),
            .init(key: [11, 0, 0, 0], isIntervalEnd: true), .init(key: [10, 0, 0, 0]),
            .init(key: [0, 0, 0, 0], isIntervalEnd: true),
          ])
      } == "ip daddr { 10.0.0.0/8, 172.16.0.0/12 }")
  }

  @Test func concatenationsAndMaps() {
    let key: Expressions =
      M.family(.ipv4) + M.l4(.tcp) + [
        .payload(base: .network, offset: 12, length: 4, into: r1),
        .payload(base: .transport, offset: 2, length: 2, into: next),
      ]
    let set: (inout RulesetBuilder) -> Void = {
      $0.set(
        "c", length: 8, flags: [.anonymous, .interval, .concat], fields: [4, 2],
        [.init(key: [10, 0, 0, 0, 0, 80, 0, 0], keyEnd: [10, 255, 255, 255, 0, 90, 0, 0])])
    }
    let lookup = Ruleset.Expression.lookup(
      set: "c", r1, into: nil, toVerdict: false, inverted: false)
    #expect(text(key + [lookup], set) == "ip saddr . tcp dport { 10.0.0.0/8 . 80-90 }")
    #expect(
      text([
        .meta(.inputName, into: r1),
        .lookup(set: "m", r1, into: nil, toVerdict: true, inverted: false),
      ]) {
        $0.set(
          "m", length: 16, flags: [.anonymous, .map], verdicts: true,
          [
            .init(key: M.name("lan0"), data: .verdict(.jump("sub"))),
            .init(key: [], data: .verdict(.drop), isCatchall: true),
          ])
      } == "iifname vmap { \"lan0\" : jump sub, * : drop }")
    #expect(
      text(
        M.family(.ipv4) + [
          .payload(base: .network, offset: 12, length: 4, into: r1),
          .lookup(set: "m", r1, into: r1, toVerdict: false, inverted: false),
          .metaSet(.mark, from: r1),
        ]
      ) { $0.set("m", length: 4, flags: .map, []) } == "meta mark set ip saddr map @m")
  }

  @Test func statements() {
    #expect(
      text([.statement(name: "counter"), .statement(name: "log"), M.flowAdd])
        == "counter log flow add @f")
    #expect(text([M.limit, .reject]) == "limit rate 10/second reject")
    #expect(text([.statement(name: "strange"), .verdict(.goto("x"))]) == "[strange] goto x")
    #expect(
      text([
        .undecidable(name: "socket", detail: nil, into: r1, length: 1), .compare(.equal, r1, [1]),
      ]) == "[socket] 0x1")
    var builder = RulesetBuilder()
    builder.base("forward", [])
    builder.add([M.accept], to: "forward", comment: "hello")
    #expect(
      RuleText(builder.ruleset).printed(builder.ruleset.rules[0]) == "accept comment \"hello\"")
  }
}

extension FilterParser {
  /// The test that a word begins; its arguments are taken, too.
  mutating func test(_ word: String, _ token: FilterToken) throws(FilterError) -> FilterTest {
    if let test = continuation(word) { return test }
    carried = nil
    let lower = word.lowercased()
    switch lower {
    case "src", "dst": return try side(lower)
    case "host", "net": return try address(lower, .either)
    case "port", "portrange": return try port(lower, .either)
    case "sport": return try port(lower, .source)
    case "dport": return try port(lower, .destination)
    case "proto": return try l4()
    case "ip", "ip4", "ipv4": return .family(.ipv4)
    case "ip6", "ipv6": return .family(.ipv6)
    case "lane": return try lane()
    case "offloaded": return .offloaded
    case "nat": return .translated(.either)
    case "snat": return .translated(.source)
    case "dnat": return .translated(.destination)
    case "state": return try state()
    case "status": return try status()
    case "mark": return try mark()
    case "zone":
      guard hasArgument else { return .zone(.notEqual, 0) }
      let (comparison, number) = try number(lower, upTo: UInt64(UInt16.max), "zone 3")
      return .zone(comparison, UInt16(truncatingIfNeeded: number))
    case "id":
      let (comparison, number) = try number(lower, upTo: UInt64(UInt32.max), "id 2849132")
      return .id(comparison, UInt32(truncatingIfNeeded: number))
    case "helper":
      guard hasArgument else { return .helper(nil) }
      let name = try argument(lower, "the name of a helper, as ftp")
      return .helper(Self.lowered(name.text))
    case "dev": return try device(lower, .either)
    case "iif": return try device(lower, .source)
    case "oif": return try device(lower, .destination)
    case "reason": return try reason()
    case "pinned": return .pinned
    default: break
    }
    if let amount = FilterTest.Amount(rawValue: lower) { return try self.amount(amount) }
    if let l4 = FilterWords.protocolTest(lower) { return .l4(l4) }
    if case .comparison = peek?.kind {
      throw FilterError(
        at: token.start,
        "\(Self.cited(word)) is nothing that can be compared"
          + Self.suggestion(word, FilterWords.comparable))
    }
    // No row holds a slash between numbers: a block of addresses is meant.
    if let prefix = FilterNumber.prefix(lower) { return .address(.either, prefix) }
    return .text(word.utf8.map(\.lowered))
  }

  /// A bare port or address after `and` or `or`: `port 80 or 443` is two ports, as in tcpdump(8).
  private func continuation(_ word: String) -> FilterTest? {
    guard followsOperator else { return nil }
    switch carried {
    case .port(let side): return FilterNumber.ports(word).map { Self.ports(side, $0) }
    case .address(let side):
      return FilterNumber.network(word, abbreviates: false).map { .address(side, $0) }
    case nil: return nil
    }
  }

  // MARK: Tuples

  private mutating func side(_ name: String) throws(FilterError) -> FilterTest {
    let side: FilterTest.Side = name == "src" ? .source : .destination
    guard let token = peek, case .word(let word) = token.kind else {
      return try address(name, side)
    }
    switch word.lowercased() {
    case "host", "net":
      _ = take()
      return try address(word.lowercased(), side)
    case "port", "portrange":
      _ = take()
      return try port(word.lowercased(), side)
    default: return try address(name, side)
    }
  }

  private mutating func address(_ keyword: String, _ side: FilterTest.Side)
    throws(FilterError) -> FilterTest
  {
    let isSide = keyword == "src" || keyword == "dst"
    let wanted =
      (isSide ? "port, host, net or " : "") + "an address, as 10.0.0.1, 10.0.0.0/8 or fd00::/8"
    let argument = try argument(keyword, wanted, isSide ? ["port", "host", "net"] : [])
    guard
      let prefix = FilterNumber.network(argument.text.lowercased(), abbreviates: keyword == "net")
    else {
      throw malformed(keyword, wanted, argument, isSide ? ["port", "host", "net"] : [])
    }
    carried = .address(side)
    return .address(side, prefix)
  }

  private mutating func port(_ keyword: String, _ side: FilterTest.Side)
    throws(FilterError) -> FilterTest
  {
    let wanted = "a port or a range of them, as 443 or 8000-8100"
    let comparison = takeComparison()
    let argument = try argument(keyword, wanted)
    guard let range = FilterNumber.ports(argument.text) else {
      throw malformed(keyword, wanted, argument)
    }
    carried = .port(side)
    let isOne = range.lowerBound == range.upperBound
    switch comparison?.comparison ?? .equal {
    case .equal: return Self.ports(side, range)
    case .notEqual:
      return .ports(side, from: range.lowerBound, to: range.upperBound, isExcluded: true)
    case .greater where isOne && range.lowerBound < .max:
      return Self.ports(side, range.lowerBound + 1...(.max))
    case .greaterOrEqual where isOne: return Self.ports(side, range.lowerBound...(.max))
    case .less where isOne && range.lowerBound > 0:
      return Self.ports(side, 0...range.lowerBound - 1)
    case .lessOrEqual where isOne: return Self.ports(side, 0...range.lowerBound)
    default:
      throw FilterError(
        at: argument.token.start,
        isOne
          ? "No port is \(comparison?.text ?? "") \(argument.text): they go from 0 to 65535."
          : "A range of ports is not compared by \(comparison?.text ?? "") but by = or !=.")
    }
  }

  private static func ports(_ side: FilterTest.Side, _ range: ClosedRange<UInt16>) -> FilterTest {
    .ports(side, from: range.lowerBound, to: range.upperBound, isExcluded: false)
  }

  private mutating func l4() throws(FilterError) -> FilterTest {
    let wanted = "a protocol by name or number, as gre or 47"
    let argument = try argument("proto", wanted)
    guard let l4 = FilterWords.l4(argument.text.lowercased()) else {
      throw malformed("proto", wanted, argument, FilterWords.protocolNames)
    }
    return .l4(l4)
  }

  // MARK: Words

  private mutating func lane() throws(FilterError) -> FilterTest {
    let wanted = "slow, software or hardware"
    let argument = try argument("lane", wanted)
    let word = argument.text.lowercased()
    guard
      let lane = Lane.allCases.first(where: { $0.name == word || $0.letter.lowercased() == word })
    else { throw malformed("lane", wanted, argument, Lane.allCases.map(\.name)) }
    return .lane(lane)
  }

  private mutating func state() throws(FilterError) -> FilterTest {
    let wanted = "a state, as established or time_wait"
    let argument = try argument("state", wanted)
    if let state = FilterState(argument.text) { return .state(state) }
    if FilterWords.statusNames.contains(argument.text.lowercased()) {
      throw FilterError(
        at: argument.token.start,
        "\(Self.cited(argument.text)) is no state but a status: write status \(argument.text).")
    }
    throw malformed("state", wanted, argument, FilterState.names)
  }

  private mutating func status() throws(FilterError) -> FilterTest {
    let wanted = "a status bit, as assured, seen_reply or offload"
    let argument = try argument("status", wanted)
    if argument.text.lowercased() == "unreplied" { return .unreplied }
    if let bit = FilterWords.status(argument.text) { return .status(bit) }
    if FilterState(argument.text) != nil {
      throw FilterError(
        at: argument.token.start,
        "\(Self.cited(argument.text)) is no status but a state: write state \(argument.text).")
    }
    throw malformed("status", wanted, argument, FilterWords.statusNames)
  }

  private mutating func device(_ keyword: String, _ side: FilterTest.Side)
    throws(FilterError) -> FilterTest
  {
    let argument = try argument(keyword, "the name of a device, as wan0 or ppp*")
    let name = Self.lowered(argument.text)
    if case .word = argument.token.kind, name.hasSuffix("*") {
      return .device(side, String(name.dropLast()), isPrefix: true)
    }
    return .device(side, name, isPrefix: false)
  }

  private mutating func reason() throws(FilterError) -> FilterTest {
    let wanted = "the code of a reason, as no-rule or local"
    let argument = try argument("reason", wanted)
    let code = Self.lowered(argument.text)
    guard reasonCodes.isEmpty || reasonCodes.contains(code) else {
      throw malformed("reason", wanted, argument, reasonCodes)
    }
    return .reason(code)
  }
}

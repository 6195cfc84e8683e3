/// All lane pins of a network namespace, found in what a poll read: nothing is remembered between polls.
///
/// Pins live in the kernel alone: in entries that name our helper, and in the table `inet flowlanes`,
/// whose set `fast` and map `slow` hold ids of entries (`ct id`).
package struct LanePins: Hashable, Sendable {
  /// Our table, and what stands in it.
  package static let table = Ruleset.TableName(.inet, "flowlanes")
  /// The set of the ids that are pinned to fast; also the name of the flowtable.
  package static let fastSet = "fast"
  /// The map of ids that are pinned to slow, to the second (since 1970) when that ends, 0 for never.
  ///
  /// Only those that need it are there: with an end, or held by a sequence adjustment.
  package static let slowMap = "slow"
  /// The chain that offloads.
  package static let chain = "forward"
  /// What the names of our helpers begin with; the rest tells network namespaces apart.
  package static let helperPrefix = "flowlanes"

  private var pins: [FlowKey: LanePin] = [:]
  /// By id.
  private var listed: [UInt32: Listed] = [:]
  /// Ids in our table that a flow has.
  private var seen: Set<UInt32> = []
  /// Flows by key, for those that are pinned.
  package private(set) var flows: [Flow] = []
  /// Ids in our table whose flows are gone.
  package private(set) var orphans: [UInt32] = []
  /// Whether a table of our name is there that is not ours.
  package private(set) var isTableForeign = false
  /// Whether our table is there.
  package private(set) var hasTable = false

  package init() {}

  /// Finds the pins among the flows and the ruleset of a poll.
  package init(_ snapshot: Snapshot) {
    self.init(flows: snapshot.flows, ruleset: snapshot.ruleset, wallTime: snapshot.wallTime)
  }

  package init(flows: [Flow], ruleset: Ruleset?, wallTime: UInt64) {
    self.init(ruleset: ruleset, wallTime: wallTime)
    for flow in flows where mayPin(flow.id, hasExtras: flow.extras != nil) { take(flow) }
    close()
  }

  /// Begins with the ruleset; each flow that may be pinned is to be taken, and then `close`d.
  package init(ruleset: Ruleset?, wallTime: UInt64) {
    hasTable = ruleset?.tables.contains { $0.name == Self.table } ?? false
    isTableForeign = hasTable && !Self.isOurs(ruleset)
    if !isTableForeign { listed = Self.listed(ruleset, wallTime) }
  }

  /// Whether a flow with this id is worth a look: of a million nearly none is.
  package func mayPin(_ id: UInt32, hasExtras: Bool) -> Bool {
    hasExtras || !listed.isEmpty && listed[id] != nil
  }

  package mutating func take(_ flow: Flow) {
    if listed[flow.id] != nil { seen.insert(flow.id) }
    guard let pin = pin(of: flow) else { return }
    if pins.updateValue(pin, forKey: flow.key) == nil { flows.append(flow) }
  }

  package mutating func close() {
    orphans = listed.keys.filter { !seen.contains($0) }.sorted()
    seen = []
  }

  /// The pin of any flow, whether or not it was among those that the pins were looked for in.
  package func pin(of flow: Flow) -> LanePin? {
    let listed = listed.isEmpty ? nil : listed[flow.id]
    if let helper = flow.helper, helper.hasPrefix(Self.helperPrefix) {
      return LanePin(
        .slow, by: .helper(helper), until: listed?.lane == .slow ? listed?.until : nil)
    }
    switch listed?.lane {
    case .fast: return LanePin(.fast, by: .table, until: listed?.until)
    case .slow where flow.status.contains(.seqAdjust):
      return LanePin(.slow, by: .sequenceAdjustment, until: listed?.until)
    case .slow, nil: return nil
    }
  }

  package subscript(key: FlowKey) -> LanePin? { pins.isEmpty ? nil : pins[key] }

  package var isEmpty: Bool { pins.isEmpty }
  package var count: Int { pins.count }

  /// The pins whose time is over at this moment of the calendar, by the keys of their flows.
  package func overdue(at wallTime: UInt64) -> [FlowKey] {
    pins.filter { $0.value.until.map { $0 <= wallTime } ?? false }.map(\.key)
  }

  // MARK: Our table

  private struct Listed: Hashable {
    var lane: LanePin.Lane
    var until: UInt64?
  }

  /// Whether a table of our name holds nothing that we would not have made.
  private static func isOurs(_ ruleset: Ruleset?) -> Bool {
    guard let ruleset else { return false }
    let sets = ruleset.sets.filter { $0.table == table && !$0.flags.contains(.anonymous) }
    let chains = ruleset.chains.filter { $0.table == table }
    let rules = ruleset.rules.filter { $0.table == table }
    return sets.allSatisfy { isOurs($0) } && chains.allSatisfy { $0.name == chain }
      && rules.count <= chains.count && !ruleset.objects.contains { $0.table == table }
  }

  private static func isOurs(_ set: Ruleset.SetDefinition) -> Bool {
    switch set.name {
    case fastSet: set.keyLength == 4 && set.flags.contains(.timeout) && !set.flags.contains(.map)
    case slowMap: set.keyLength == 4 && set.flags.contains(.map)
    default: false
    }
  }

  /// The ids in our table.
  private static func listed(_ ruleset: Ruleset?, _ wallTime: UInt64) -> [UInt32: Listed] {
    var result: [UInt32: Listed] = [:]
    for set in ruleset?.sets ?? [] where set.table == table {
      for element in set.elements ?? [] {
        guard let id = id(element) else { continue }
        switch set.name {
        case fastSet:
          result[id] = Listed(lane: .fast, until: end(element.expiration, wallTime))
        case slowMap:
          guard case .value(let data)? = element.data, let seconds = host(data) else { continue }
          result[id] = Listed(
            lane: .slow, until: seconds == 0 ? nil : UInt64(seconds) * 1_000_000_000)
        default: break
        }
      }
    }
    return result
  }

  /// How long an element without an end of its own stands; seconds.
  ///
  /// A pin that nobody watches shall not outlive its flow for ever.
  package static let endless: UInt64 = 30 * 86_400

  /// How much longer than its pin an element stands, so that whoever looks after pins finds it and has
  /// the flow's offload torn down; seconds.
  package static let grace: UInt64 = 60

  /// When the pin of an element with so many milliseconds left ends; nil for one without an end, whose
  /// time is longer than an operator may ask for.
  private static func end(_ left: UInt64?, _ wallTime: UInt64) -> UInt64? {
    guard let left, left / 1000 <= longest + grace else { return nil }
    let end = wallTime &+ left &* 1_000_000
    return end > grace * 1_000_000_000 ? end - grace * 1_000_000_000 : 0
  }

  /// The longest time that a pin can be asked for; seconds.
  package static let longest: UInt64 = 7 * 86_400

  /// The second (since 1970) that an element of our map holds; 0 for none.
  package static func until(_ element: Ruleset.Element) -> UInt32 {
    if case .value(let data)? = element.data { host(data) ?? 0 } else { 0 }
  }

  /// The id of an entry that an element of our set or map names.
  package static func id(_ element: Ruleset.Element) -> UInt32? { big(element.key) }

  /// `CTA_ID` and `ct id` are the same four bytes; `Flow.id` is their big-endian number.
  private static func big(_ bytes: [UInt8]) -> UInt32? {
    guard bytes.count == 4 else { return nil }
    return bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The data of the map are `meta mark`: a number in host order.
  private static func host(_ bytes: [UInt8]) -> UInt32? {
    big(bytes).map(\.bigEndian)
  }
}

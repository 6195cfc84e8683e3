import FlowModel
import Testing

@Suite struct LanePinsTests {
  private static let now: UInt64 = 1_796_000_000_000_000_000

  private static func big(_ id: UInt32) -> [UInt8] {
    withUnsafeBytes(of: id.bigEndian) { Array($0) }
  }
  private static func host(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number) { Array($0) }
  }

  /// Our table, with these ids pinned to fast (to the milliseconds left) and to slow (until a second).
  private static func ruleset(fast: [UInt32: UInt64] = [:], slow: [UInt32: UInt32] = [:]) -> Ruleset
  {
    var ruleset = Ruleset(generation: 1)
    ruleset.tables = [Ruleset.Table(LanePins.table)]
    ruleset.sets = [
      Ruleset.SetDefinition(
        table: LanePins.table, name: LanePins.fastSet, flags: [.timeout], keyLength: 4,
        elements: fast.map { Ruleset.Element(key: big($0), expiration: $1) }),
      Ruleset.SetDefinition(
        table: LanePins.table, name: LanePins.slowMap, flags: [.map], keyLength: 4,
        elements: slow.map { Ruleset.Element(key: big($0), data: .value(host($1))) }),
    ]
    return ruleset
  }

  private static func helped(_ id: UInt32, by helper: String) -> Flow {
    var flow = Sample.flow(id)
    flow.extras = FlowExtras(helper: helper)
    return flow
  }

  @Test func anEntryThatNamesOurHelperIsPinnedToSlow() {
    let flow = Self.helped(1, by: "flowlanes-00098")
    let pins = LanePins(flows: [flow, Self.helped(2, by: "ftp")], ruleset: nil, wallTime: Self.now)
    #expect(pins[flow.key] == LanePin(.slow, by: .helper("flowlanes-00098")))
    #expect(pins.count == 1 && pins.flows == [flow] && pins.orphans.isEmpty && !pins.hasTable)
  }

  @Test func anIdInOurSetIsPinnedToFastUntilItsTime() {
    let flow = Sample.flow(7)
    let left = (3600 + LanePins.grace) * 1000
    let pins = LanePins(
      flows: [flow], ruleset: Self.ruleset(fast: [7: left]), wallTime: Self.now)
    #expect(
      pins[flow.key] == LanePin(.fast, by: .table, until: Self.now + 3600 * 1_000_000_000))
    #expect(pins.overdue(at: Self.now).isEmpty)
    #expect(pins.overdue(at: Self.now + 3600 * 1_000_000_000) == [flow.key])
  }

  @Test func anElementWithoutAnEndOfItsOwnIsAPinForTheLifeOfTheFlow() {
    let flow = Sample.flow(7)
    let pins = LanePins(
      flows: [flow], ruleset: Self.ruleset(fast: [7: LanePins.endless * 1000]), wallTime: Self.now)
    #expect(pins[flow.key] == LanePin(.fast, by: .table, until: nil))
  }

  @Test func theMapTellsOfAnEndAndOfASequenceAdjustment() {
    let helped = Self.helped(1, by: "flowlanes-00001")
    var adjusted = Sample.flow(2, port: 2)
    adjusted.status.insert(.seqAdjust)
    let other = Sample.flow(3, port: 3)
    let end: UInt32 = 1_796_000_100
    let pins = LanePins(
      flows: [helped, adjusted, other], ruleset: Self.ruleset(slow: [1: end, 2: 0, 3: 0]),
      wallTime: Self.now)
    #expect(pins[helped.key]?.until == UInt64(end) * 1_000_000_000)
    #expect(pins[adjusted.key] == LanePin(.slow, by: .sequenceAdjustment))
    // Noted, but held by nothing: the entry was replaced by somebody else.
    #expect(pins[other.key] == nil)
  }

  @Test func idsWhoseFlowsAreGoneAreOrphans() {
    let pins = LanePins(
      flows: [Sample.flow(7)], ruleset: Self.ruleset(fast: [7: 1000, 8: 1000], slow: [9: 0]),
      wallTime: Self.now)
    #expect(pins.orphans == [8, 9])
  }

  @Test func aTableOfOurNameThatIsNotOursPinsNothing() {
    var foreign = Self.ruleset(fast: [7: 1000])
    foreign.sets[0].keyLength = 16
    let pins = LanePins(flows: [Sample.flow(7)], ruleset: foreign, wallTime: Self.now)
    #expect(pins.isTableForeign && pins.isEmpty)
    var named = Self.ruleset()
    named.objects = [Ruleset.Object(table: LanePins.table, name: "x", type: 1)]
    #expect(LanePins(flows: [], ruleset: named, wallTime: 0).isTableForeign)
    #expect(!LanePins(flows: [], ruleset: Self.ruleset(), wallTime: 0).isTableForeign)
  }

  @Test func anElementOfAnotherSizeIsPassedOver() {
    var ruleset = Self.ruleset(fast: [7: 1000])
    ruleset.sets[0].elements = [Ruleset.Element(key: [1, 2]), Ruleset.Element(key: [])]
    let pins = LanePins(flows: [Sample.flow(7)], ruleset: ruleset, wallTime: Self.now)
    #expect(pins.isEmpty && pins.orphans.isEmpty)
  }

  @Test func aPinToFastFailsOnlyAfterPacketsAndPatience() {
    let pin = LanePin(.fast, by: .table)
    let slow = Sample.flow(1)
    #expect(pin.standing(of: slow, seen: 0, moved: true) == .pending)
    #expect(pin.standing(of: slow, seen: LanePin.patience + 1, moved: false) == .pending)
    #expect(pin.standing(of: slow, seen: LanePin.patience + 1, moved: true) == .failed)
    #expect(pin.standing(of: Sample.flow(1, lane: .hardware), seen: 0, moved: false) == .held)
    let held = LanePin(.slow, by: .helper("flowlanes-1"))
    #expect(held.standing(of: slow, seen: 0, moved: false) == .held)
    #expect(held.standing(of: Sample.flow(1, lane: .software), seen: 0, moved: false) == .failed)
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

/// Reset and pins: what is asked, what is refused, and how rows go on with new entries.
@Suite struct PinTests {
  /// A flow that anything can be done with: in software.
  static func model(width: Int = 80, height: Int = 24) -> Model {
    var model = Scene.model(width: width, height: height)
    while model.listing.selection?.id != 106 { model.press(.down) }
    return model
  }

  /// Flows where 106 is pinned to slow by a helper, in this lane.
  static func pinned(_ lane: Lane, _ elapsed: UInt64 = 2) -> Snapshot {
    var flows = Scene.flows(elapsed)
    flows[5].extras = FlowExtras(helper: "flowlanes-tcp4")
    flows[5].status.insert(.helper)
    if lane == .slow { flows[5].status.remove(.offload) }
    return Scene.snapshot(elapsed, flows)
  }

  /// Our table with the flow 101, which is slow, in its set of the fast.
  static func fast(_ elapsed: UInt64, expiration: UInt64? = nil, moves: Bool = true) -> Snapshot {
    var snapshot = Scene.snapshot(elapsed, Scene.flows(moves ? elapsed : 0))
    snapshot.ruleset?.tables.append(.init(LanePins.table))
    snapshot.ruleset?.sets.append(
      .init(
        table: LanePins.table, name: LanePins.fastSet, flags: .timeout, keyLength: 4,
        elements: [.init(key: [0, 0, 0, 101], expiration: expiration)]))
    return snapshot
  }

  @Test func resetAsksInOneLineAndEnterIsEnough() {
    var model = Self.model()
    #expect(model.type("R").isEmpty)
    #expect(model.screen.contains("Reset this flow?"))
    #expect(model.screen.contains("the connection goes on"))
    let request = model.press(.enter).first?.request
    #expect(request?.action == .reset && request?.flows.map(\.id) == [106])
  }

  @Test func whatCannotBeResetIsRefusedBeforeAnythingIsTouched() {
    var model = Scene.model()
    for (row, reason) in [(4, "only TCP and UDP"), (5, "not established (TIME_WAIT)")] {
      model.type("g")
      for _ in 1..<row { model.press(.down) }
      #expect(model.type("R").isEmpty)
      #expect(model.question == nil)
      #expect(model.notice?.text.contains(reason) == true, "\(model.notice?.text ?? "")")
    }
  }

  @Test func ofTheTaggedOnesThoseAreResetThatCanBe() {
    var model = Scene.model()
    model.type("g")
    for _ in 0..<8 { model.type(" ") }
    model.type("R")
    #expect(model.screen.contains("more cannot be reset"))
    #expect(model.press(.enter).isEmpty)
    model.type("R")
    let flows = model.type("y").first?.request?.flows ?? []
    #expect(Set(flows.map(\.id)) == [101, 102, 105, 106, 107])
  }

  @Test func aFlowThatChangedSinceTheQuestionIsNotReset() {
    var model = Self.model()
    model.type("R")
    var flows = Scene.flows(2)
    flows[5].id = 999
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.press(.enter).isEmpty)
    #expect(model.notice?.text.contains("Already gone, nothing was reset") == true)
    // Or it is the same, and closing now.
    model = Self.model()
    model.type("R")
    flows = Scene.flows(2)
    flows[5].status.remove(.offload)
    flows[5].state = ConnectionState(l4: .tcp, rawValue: 7)
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.press(.enter).isEmpty)
    #expect(model.notice?.text.contains("Not reset: The connection is not established") == true)
  }

  @Test func theRowGoesOnWithTheNewEntry() {
    var model = Self.model()
    model.type("p ")
    while model.listing.selection?.id != 106 { model.press(.up) }
    let total = model.shown.records.first { $0.flow.id == 106 }?.totalBytes ?? 0
    model.press(.enter)
    let old = Scene.flows(1)[5]
    var new = old
    new.id = 7777
    new.origCounters = Counters(packets: 0, bytes: 0)
    new.replyCounters = Counters(packets: 0, bytes: 0)
    #expect(model.update(.acted(.reset, [.init(old, .done(new))])) == [.pollNow])
    #expect(model.notice?.text.hasPrefix("Reset: tcp 192.168.1.7:60122") == true)
    #expect(model.listing.selection == new.key)
    #expect(model.listing.pins == [new.key])
    #expect(model.listing.tags == [new.key])
    _ = model.update(.resized(Size(width: 80, height: 60)))
    #expect(model.screen.contains("id         7777"))
    var flows = Scene.flows(2)
    flows[5] = new
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.listing.selection == new.key && model.listing.tags == [new.key])
    let record = model.shown.records.first { $0.flow.id == 7777 }
    #expect(record?.totalBytes ?? 0 >= total)
    #expect(!model.shown.records.contains { $0.flow.id == 106 })
  }

  @Test func aFrozenScreenGoesOnWithTheNewEntryToo() {
    var model = Self.model()
    model.type("zR")
    model.press(.enter)
    var new = Scene.flows(1)[5]
    new.id = 7777
    _ = model.update(.acted(.reset, [.init(Scene.flows(1)[5], .done(new))]))
    #expect(model.listing.selection == new.key)
    #expect(model.listing.selectionRow.map { model.listing.rows[$0] } != nil)
    #expect(model.shown.record(new.key) != nil)
  }

  @Test(arguments: [("s", LanePin.Lane.slow), ("f", .fast)])
  func oneKeyPinsToALane(key: String, lane: LanePin.Lane) {
    var model = Self.model()
    model.type("P")
    let request = model.type(key).first?.request
    #expect(request?.action == .pin(lane, until: nil))
    #expect(request?.flows.map(\.id) == [106])
    #expect(request?.fastPath.devices == (lane == .fast ? ["lan0", "wan0"] : []))
  }

  @Test func arrowsAndEnterDoTheSameAndTheTimeCanBeChosen() {
    var model = Self.model()
    model.type("P")
    model.press(.up, .up, .up, .down)
    model.type("+++-")
    #expect(model.screen.contains("for 1 hour"))
    let hour = Scene.start + 3601 * Scene.second
    #expect(model.press(.enter).first?.request?.action == .pin(.slow, until: hour))
  }

  @Test func topNeedsNoKernel() {
    var model = Self.model()
    #expect(model.type("Pt").isEmpty)
    #expect(model.question == nil && model.listing.pins.map(\.id) == [106])
    #expect(model.type("Pn").isEmpty)
    #expect(model.question == nil && model.listing.pins.isEmpty)
  }

  @Test func whatCannotBePinnedIsGreyWithItsReason() {
    var model = Scene.model()
    while model.listing.selection?.id != 103 { model.press(.down) }
    model.type("P")
    #expect(model.screen.contains("s slow  The kernel never offloads icmp"))
    for key in ["s", "f", "n"] {
      #expect(model.type(key).isEmpty)
      #expect(model.question != nil)
    }
    #expect(model.screen.contains("It is not pinned."))
    model.press(.escape)
    #expect(model.notice?.text == "Nothing was done.")
    // This router's own: there is nothing to offload.
    while model.listing.selection?.id != 102 { model.press(.up) }
    model.type("P")
    #expect(model.type("f").isEmpty)
    #expect(model.notice?.text.contains("begins or ends on this router") == true)
  }

  @Test func aForeignTableOfOurNameIsLeftAlone() {
    var model = Self.model()
    var snapshot = Scene.snapshot(2)
    snapshot.ruleset?.tables.append(.init(LanePins.table))
    snapshot.ruleset?.chains.append(.init(table: LanePins.table, name: "theirs"))
    _ = model.update(.snapshot(snapshot))
    model.type("P")
    #expect(model.type("f").isEmpty)
    #expect(model.notice?.text.contains("not ours") == true)
  }

  @Test func aPinnedRowTellsWhetherItHolds() {
    var model = Scene.model()
    _ = model.update(.snapshot(Self.pinned(.slow)))
    #expect(model.screen.contains("\n S=tcp   192.168.1.7"))
    #expect(model.screen.contains("pinned-slow"))
    _ = model.update(.snapshot(Self.pinned(.software, 3)))
    #expect(model.screen.contains("\n F!tcp   192.168.1.7"))
    #expect(model.screen.contains("pin failed"))
  }

  @Test func aPinToFastIsPendingThenFailedWhilePacketsGoBy() {
    var model = Scene.model()
    _ = model.update(.snapshot(Self.fast(2)))
    #expect(model.screen.contains("\n S~tcp   192.168.1.23"))
    #expect(model.screen.contains("pin pending"))
    _ = model.update(.snapshot(Self.fast(6)))
    #expect(model.screen.contains("\n S~tcp"))
    _ = model.update(.snapshot(Self.fast(9)))
    #expect(model.screen.contains("\n S!tcp"))
    var held = Self.fast(10)
    held.flows[0].status.insert(.offload)
    _ = model.update(.snapshot(held))
    #expect(model.screen.contains("\n F=tcp   192.168.1.23"))
  }

  @Test func aPinWithoutPacketsStaysPending() {
    var model = Scene.model()
    for elapsed: UInt64 in [2, 6, 20] {
      _ = model.update(.snapshot(Self.fast(elapsed, moves: false)))
    }
    #expect(model.screen.contains("\n S~tcp"))
  }

  @Test func detailsTellThePinAndItsEnd() {
    var model = Scene.model(height: 60)
    model.press(.down)
    _ = model.update(.snapshot(Self.fast(2, expiration: 3_660_000)))
    model.press(.enter)
    #expect(model.screen.contains("fast, by table inet flowlanes, until 15:32:09 (60m)"))
    #expect(model.screen.contains("Pinned to fast: its next packet decides."))
    #expect(model.screen.contains("nft 'delete element inet flowlanes fast { 101 }'"))
  }

  @Test func theFilterFindsPinsOfEveryKind() {
    var model = Scene.model()
    _ = model.update(.snapshot(Self.pinned(.slow)))
    model.type("gp/pinned")
    #expect(model.listing.rows.map { model.shown.records[$0].flow.id } == [101, 106])
  }

  @Test func unpinEndsThePin() {
    var model = Self.model()
    _ = model.update(.snapshot(Self.pinned(.slow)))
    model.type("P")
    #expect(model.screen.contains("s slow  the slow path, whatever the ruleset says"))
    #expect(model.screen.contains("(now)"))
    #expect(model.type("n").first?.request?.action == .unpin)
  }

  @Test func aPinThatEndsByItselfDisturbsNothingElse() {
    var model = Self.model()
    model.type("x")
    model.press(.enter)
    let flow = Scene.flows(1)[0]
    _ = model.update(.acted(.unpin, [.init(flow, .done(flow))]))
    #expect(model.underway != nil)
    #expect(model.notice?.text.hasPrefix("Unpinned: ") == true)
  }
}

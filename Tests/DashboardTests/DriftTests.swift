import Canvas
import Dashboard
import FlowModel
import Testing

/// What changed about flowtables and devices while we watched.
@Suite struct DriftTests {
  /// The page of flowtables after one poll as usual and one that `change` made another.
  private func page(_ change: (inout Snapshot) -> Void) -> String {
    var model = Scene.model(width: 100, height: 60, polls: 1)
    var snapshot = Scene.snapshot(1)
    change(&snapshot)
    _ = model.update(.snapshot(snapshot))
    model.type("t")
    return model.screen
  }

  private func changes(_ change: (inout Snapshot) -> Void) -> [String] {
    let lines = page(change).split(separator: "\n").map(String.init)
    let start = lines.firstIndex { $0.contains("Changed since 14:32:07") } ?? lines.count
    return lines.dropFirst(start + 1).filter { $0.hasPrefix("   14:32:08") || $0.hasPrefix("   N") }
      .map { $0.replacing("14:32:08", with: "").trimmed }
  }

  @Test func aQuietMachineChangesNothing() {
    #expect(changes { _ in } == ["Nothing."])
  }

  @Test func aVanishedDeviceIsToldWithTheFlowtableThatLostIt() {
    let told = changes {
      $0.links.removeAll { $0.name == "wan0" }
      $0.flowtables?[0].devices = ["lan0", "lan1"]
    }
    #expect(Set(told) == ["wan0 vanished", "f lost wan0"])
  }

  @Test func aRenamedDeviceIsToldByItsNewName() {
    #expect(changes { $0.links[1].name = "dsl0" } == ["wan0 is called dsl0 now"])
  }

  @Test func aDeviceThatGoesDownOrIsMadeAnewIsTold() {
    #expect(changes { $0.links[0].isUp = false } == ["lan0 went down"])
    #expect(changes { $0.links[2].isUp = true } == ["lan1 went up"])
    #expect(changes { $0.links[0].index = 9 } == ["lan0 was made anew: index 2, now 9"])
  }

  @Test func aFlowtableThatChangesOrGoesIsTold() {
    #expect(changes { $0.flowtables = [] } == ["flowtable f went (inet filter)"])
    #expect(changes { $0.flowtables?[0].handle = 9 } == ["f was made anew: handle 7, now 9"])
    #expect(
      changes { $0.flowtables?[0].flags = .counter } == ["f: flags offload counter, now counter"])
    #expect(changes { $0.flowtables?[0].use = 0 } == ["f: offloading rules 1, now 0"])
    #expect(changes { $0.ruleset?.generation = 13 } == ["the ruleset"])
  }

  @Test func whatCouldNotBeReadHasNotChanged() {
    let told = changes {
      $0.flowtables = nil
      $0.links = []
      $0.ruleset = nil
    }
    #expect(told.isEmpty)
    var model = Scene.model(width: 100, height: 60, polls: 1)
    var blind = Scene.snapshot(1)
    blind.flowtables = nil
    blind.links = []
    _ = model.update(.snapshot(blind))
    _ = model.update(.snapshot(Scene.snapshot(2)))
    model.type("t")
    #expect(model.screen.contains("Nothing."))
  }

  @Test func aRecordingThatBeginsAgainChangesNothing() {
    var model = Scene.model(width: 100, height: 60, polls: 1)
    var later = Scene.snapshot(5)
    later.flowtables?[0].flags = []
    _ = model.update(.snapshot(later))
    _ = model.update(.snapshot(Scene.snapshot(0)))
    model.type("t")
    #expect(model.screen.contains("Nothing."))
  }

  @Test func manyChangesHaveAnEnd() {
    var model = Scene.model(polls: 1)
    for poll in 1...1000 {
      var snapshot = Scene.snapshot(UInt64(poll))
      snapshot.links[0].isUp = poll % 2 == 0
      snapshot.ruleset?.generation = UInt32(poll)
      _ = model.update(.snapshot(snapshot))
    }
    #expect(model.moment.drift.events.count == 200)
    #expect(model.moment.drift.rulesetChanges == 1000)
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " })
  }
}

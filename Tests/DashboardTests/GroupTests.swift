import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct GroupTests {
  private func grouped(_ kind: GroupKind, _ model: Model = Scene.model(width: 120)) -> Model {
    var model = model
    model.type("u" + String(repeating: "u", count: kind.rawValue))
    #expect(model.groups.kind == kind)
    return model
  }

  private func names(_ model: Model) -> [String] { model.groups.rows.map(\.name) }

  @Test(arguments: GroupKind.allCases)
  func everyFlowIsInOneGroup(kind: GroupKind) {
    let model = grouped(kind)
    let sum = model.groups.rows.reduce(0) { $0 + $1.totals.flows }
    #expect(kind == .host ? sum > 8 : sum == 8)
    #expect(model.groups.totals.flows == 8)
    let rates = model.groups.rows.map(\.rate)
    #expect(rates == rates.sorted(by: >))
  }

  @Test(arguments: GroupKind.allCases)
  func enterListsItsFlowsAndEscapeComesBack(kind: GroupKind) {
    var model = grouped(kind)
    for row in model.groups.rows.indices {
      model.press(.character("g"))
      for _ in 0..<row { model.press(.down) }
      let group = model.groups.rows[row]
      #expect(model.groups.selected?.key == group.key)
      model.press(.enter)
      guard group.filter != nil else {
        #expect(model.shownView == .groups)
        continue
      }
      #expect(model.shownView == .flows)
      // An address is matched before NAT and after: the filter may find more.
      let found = model.listing.rows.count
      let isAddress = [.source, .destination, .host].contains(kind)
      #expect(isAddress ? found >= group.totals.flows : found == group.totals.flows, "\(group)")
      #expect(model.listing.filter.isEmpty == false)
      model.press(.escape)
      #expect(model.shownView == .groups && model.listing.filter.isEmpty)
      #expect(model.groups.kind == kind)
    }
  }

  @Test func groupsAreNamedAsAnOperatorKnowsThem() {
    #expect(names(grouped(.source)).first == "192.168.1.23")
    #expect(names(grouped(.port)).contains("tcp 443"))
    #expect(names(grouped(.port)).contains("icmp"))
    #expect(names(grouped(.devices)).contains("lan0 → wan0"))
    #expect(names(grouped(.zone)) == ["0 (none)"])
    #expect(Set(names(grouped(.lane))) == ["slow", "software", "hardware"])
    #expect(names(grouped(.reason)).contains("no-rule"))
    #expect(names(grouped(.mark)) == ["0x0"])
  }

  @Test func theFilterOfTheListHoldsForGroupsAndIsGoneOnWith() {
    var model = Scene.model()
    model.type("/tcp or icmp")
    model.press(.enter)
    model.type("u")
    #expect(model.groups.totals.flows == 6)
    model.press(.down, .enter)
    #expect(
      model.listing.filter.description == "(proto tcp or proto icmp) and src host 192.168.1.23"
        || model.listing.filter.description == "(tcp or icmp) and src host 192.168.1.23",
      "\(model.listing.filter.description)")
    model.press(.escape)
    #expect(model.listing.filter.text == "tcp or icmp")
  }

  @Test func anotherFilterSinceIsNoWayBack() {
    var model = grouped(.source)
    model.press(.down, .enter)
    model.type("/ and tcp")
    model.press(.enter, .escape)
    #expect(model.shownView == .flows && model.listing.filter.isEmpty)
  }

  @Test func groupsFollowThePollsAndTheSelectionItsGroup() {
    var model = grouped(.lane)
    model.type("G")
    let selected = model.groups.cursor.selection
    var flows = Scene.flows(2)
    flows[4].status.remove(.hardwareOffload)
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.groups.cursor.selection == selected)
    #expect(model.groups.rows.count == 2)
  }

  @Test func theBarShowsEveryLaneByItsLetter() {
    let row = grouped(.source).screen.split(separator: "\n").first { $0.contains("192.168.1.23") }
    #expect(row?.contains("SSSS") == true && row?.contains("HHHH") == true, "\(row ?? "")")
    // Where nothing moves the flows are counted, in small letters.
    var model = Scene.model(polls: 1)
    model.type("u")
    #expect(model.screen.contains("sss") && !model.screen.contains("SSS"))
  }

  @Test func theyAreSortedByOtherThings() {
    var model = grouped(.source)
    model.type(">")
    #expect(model.groups.order == .slowRate)
    model.type(">")
    let flows = model.groups.rows.map(\.totals.flows)
    #expect(flows == flows.sorted(by: >))
    model.type(">")
    #expect(names(model) == names(model).sorted())
    model.type("r")
    #expect(names(model) == names(model).sorted(by: >))
  }

  @Test func manyGroupsAreCountedAndTheHeaviestListed() {
    let flows = (0..<3000).map { number in
      Scene.flow(
        UInt32(number), .udp, from: (Address(ipv4: 0x0a00_0000 + UInt32(number)), 1),
        to: (Scene.ipv4(9, 9, 9, 9), 53), bytes: 1)
    }
    var model = Scene.model(polls: 0)
    _ = model.update(.snapshot(Scene.snapshot(1, flows)))
    model.type("u")
    #expect(model.groups.count == 3000 && model.groups.rows.count == 1000)
    model.press(.escape)
    #expect(model.groups.rows.isEmpty, "nobody sees them")
  }

  @Test func privacyFiltersByNoAddress() {
    var settings = Settings()
    settings.mask = AddressMask(key0: 1, key1: 7)
    var model = Model(settings: settings, size: Size(width: 80, height: 24))
    for elapsed: UInt64 in 0..<2 {
      _ = model.privately { $0.update(.snapshot(Scene.snapshot(elapsed))) }
    }
    for keys in ["u", "e", "5", "2"] {
      _ = model.privately { $0.type(keys) }
      #expect(!model.privately { $0.screen }.contains("192.168.1.23"), "\(keys)")
    }
    _ = model.privately { $0.press(.down, .enter) }
    #expect(model.shownView == .groups)
    #expect(model.notice?.text.hasPrefix("Privacy hides") == true)
  }
}

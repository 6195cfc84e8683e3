import Canvas
import FlowModel
import Testing

@testable import Dashboard

/// Whatever is pressed and polled.
@Suite struct InvariantTests {
  private let keys =
    Keymap.standard.bindings.flatMap(\.keys).filter { $0 != .control("c") }
    + "ynsftn1 Z".unicodeScalars.map { .character($0) } + [.backspace, .tab, .enter, .escape]

  @Test func anyKeysAndPollsKeepTheInvariants() {
    var generator = Seeded(seed: 2026)
    var acted: Set<String> = []
    for round in 0..<80 {
      let session = OperatorSession("192.168.1.2 39912 192.168.1.1 22")
      var model = Scene.model(
        width: .random(in: 0...210, using: &generator),
        height: .random(in: 0...50, using: &generator),
        settings: Settings(isReadOnly: round % 4 == 0, session: session))
      var waiting: ActionRequest?
      for step in 0..<150 {
        let hadQuestion = model.question != nil
        let wasOwn = model.question?.targets.own
        var isSecond = false
        if case .flushOwn = model.question?.content { isSecond = true }
        let effects = happen(step, &model, &waiting, &generator)
        check(model)
        for request in effects.compactMap(\.request) {
          acted.insert(request.action.name)
          #expect(hadQuestion, "an action without a question")
          #expect(!model.settings.isReadOnly)
          #expect(waiting == nil, "two actions at once")
          #expect(request.flows.allSatisfy { model.store.record($0.key)?.hasEnded == false })
          if request.action == .flush, let wasOwn,
            request.flows.contains(where: { $0.key == wasOwn })
          {
            #expect(isSecond, "the operator's own session went without a second question")
          }
          waiting = request
        }
        _ = model.render()
      }
    }
    #expect(acted == ["flush", "reset", "pin"])
  }

  /// A poll, an answer to what is under way, or a key.
  private func happen(
    _ step: Int, _ model: inout Model, _ waiting: inout ActionRequest?,
    _ generator: inout Seeded
  ) -> [Effect] {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0:
      let flows = Scene.flows(UInt64(step)).filter { _ in
        Int.random(in: 0..<5, using: &generator) > 0
      }
      return model.update(.snapshot(Scene.snapshot(UInt64(step + 2), flows)))
    case 1:
      guard let request = waiting else { return [] }
      waiting = nil
      let results = request.flows.map { flow -> ActionResult in
        var new = flow
        new.id += 1000
        let outcomes: [ActionResult.Outcome] = [
          .done(request.action == .flush ? nil : new), .alreadyGone, .failed("No."),
        ]
        return ActionResult(flow, outcomes.randomElement(using: &generator) ?? .alreadyGone)
      }
      return model.update(.acted(request.action, results))
    case 2:
      return model.point(
        at: .random(in: -2...220, using: &generator), .random(in: -2...60, using: &generator),
        [.click, .wheelUp, .wheelDown].randomElement(using: &generator) ?? .click)
    default:
      return keys.randomElement(using: &generator).map { model.press($0) } ?? []
    }
  }

  private func sum(_ groups: GroupList) -> Int {
    groups.rows.reduce(0) { $0 + $1.totals.flows }
  }

  private func check(_ model: Model) {
    let rows = model.listing.rows
    #expect(rows.allSatisfy { model.shown.records.indices.contains($0) })
    #expect(Set(rows).count == rows.count)
    #expect(model.listing.sum.flows <= rows.count)
    if let row = model.listing.selectionRow {
      #expect(model.shown.records[rows[row]].key == model.listing.selection)
    }
    let groups = model.groups
    if let row = groups.cursor.selectedRow, model.view == .groups {
      #expect(groups.rows[row].key == groups.cursor.selection)
    }
    if model.view == .groups, model.isFrozen || model.status != nil {
      #expect(
        groups.kind == .host || groups.rows.count == GroupTable.most
          || sum(groups) == groups.totals.flows)
    }
    if let number = model.events.cursor.selection, model.view == .events {
      #expect(model.listedEvents.contains { $0.number == number })
    }
    #expect(model.listedEvents.allSatisfy { $0.wallTime <= model.shown.wallTime })
    if let key = model.pinCursor.selection, model.view == .pins {
      #expect(model.pinRows.contains { $0.key == key })
    }
    #expect(model.view.page == nil)
    if let trace = model.trace { #expect(trace.key == model.focus) }
    #expect(model.shown.time <= model.store.time)
    #expect(model.listing.tags.allSatisfy { model.store.record($0)?.hasEnded == false })
  }
}

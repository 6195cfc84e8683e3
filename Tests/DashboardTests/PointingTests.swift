import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct PointingTests {
  @Test func aClickSelectsARowAndAnotherOpensIt() {
    var model = Scene.model()
    let y = ScreenLayout(model.size).table.y
    _ = model.point(at: 20, y + 2, .click)
    #expect(model.listing.selectionRow == 2)
    _ = model.point(at: 20, y + 20, .click)
    #expect(model.listing.selectionRow == 2, "there is no row")
    _ = model.point(at: 20, y + 2, .click)
    #expect(model.page?.content.isDetails == true)
  }

  @Test func aClickOnATitleSortsAndAnotherTurnsTheOrder() {
    var model = Scene.model()
    let y = ScreenLayout(model.size).titles.y
    _ = model.point(at: 50, y, .click)
    #expect(model.listing.order == FlowOrder(.rate, descending: true))
    _ = model.point(at: 50, y, .click)
    #expect(model.listing.order == FlowOrder(.rate, descending: false))
    _ = model.point(at: 1, y, .click)
    #expect(model.listing.order == .glance)
    model.type("u")
    let x = Array(model.render().line(y)).lastIndex(of: "F") ?? 0
    _ = model.point(at: x, y, .click)
    #expect(model.groups.order == .flows)
    _ = model.point(at: x, y, .click)
    #expect(model.groups.isReversed)
  }

  @Test func aClickOnATabGoesToItsView() {
    for width in [80, 160] {
      var model = Scene.model(width: width)
      for view in View.allCases.reversed() {
        let line = Array(model.render().line(0))
        let wanted = Character(String(view.rawValue))
        let tabs = line.firstIndex(of: "[") ?? 0
        let start = min(tabs, line.firstIndex { $0 == "1" } ?? tabs)
        // The digits of the tabs stand before any figure.
        guard let x = line[8...].firstIndex(of: wanted), start < line.count else {
          Issue.record("no tab \(view) in \(String(line))")
          continue
        }
        _ = model.point(at: x, 0, .click)
        #expect(model.shownView == view, "\(String(line))")
      }
    }
  }

  @Test func aClickOnALaneListsItAlone() {
    var model = Scene.model()
    let y = ScreenLayout(model.size).lanes.y
    _ = model.point(at: 5, y + 2, .click)
    #expect(model.listing.lane == .hardware)
    _ = model.point(at: 5, y + 2, .click)
    #expect(model.listing.lane == nil)
  }

  @Test func theWheelScrollsListsAndPages() {
    var model = Scene.model(height: 8)
    _ = model.point(at: 0, 5, .wheelDown)
    #expect(model.listing.top == 3)
    _ = model.point(at: 0, 5, .wheelUp)
    #expect(model.listing.top == 0)
    model.press(.down)
    _ = model.point(at: 0, 5, .wheelDown)
    #expect(model.listing.selectionRow == model.listing.top, "the selection stays in view")
    model.type("?")
    _ = model.point(at: 0, 5, .wheelDown)
    #expect(model.page?.top == 3)
  }

  @Test func aQuestionIsNotAnsweredByAClick() {
    var model = Scene.model()
    model.press(.down)
    model.type("x")
    for y in 0..<24 { for x in 0..<80 { #expect(model.point(at: x, y, .click).isEmpty) } }
    #expect(model.question != nil)
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

/// Every view at every size, as UTF-8 and as ASCII.
@Suite struct ViewScreenTests {
  private static let sizes = [(60, 20), (80, 24), (120, 40), (200, 60)]

  private func check(
    _ name: String, _ width: Int, _ height: Int, _ prepare: (inout Model) -> Void
  ) {
    for (suffix, glyphs) in [("", Glyphs.utf8), ("ascii-", .ascii)] {
      var model = Scene.model(width: width, height: height, settings: Settings(glyphs: glyphs))
      prepare(&model)
      let canvas = model.render()
      if glyphs == .ascii {
        for y in 0..<height {
          #expect(canvas.line(y).unicodeScalars.allSatisfy { $0.isASCII }, "\(canvas.line(y))")
        }
      }
      Golden.check(canvas, "\(name)-\(suffix)\(width)x\(height)")
    }
  }

  @Test(arguments: sizes)
  func groups(width: Int, height: Int) {
    check("groups", width, height) { $0.type("uj") }
    check("groups-devices", width, height) { $0.type("uuuuuu") }
  }

  @Test(arguments: sizes)
  func events(width: Int, height: Int) {
    check("events", width, height) { model in
      for elapsed: UInt64 in 2...8 {
        var flows = Scene.flows(elapsed)
        if elapsed % 2 == 0 { flows[0].status.insert(.offload) }
        if elapsed > 3 { flows.remove(at: 3) }
        if elapsed == 5 { flows[3].status.remove([.offload, .hardwareOffload]) }
        if elapsed == 6 {
          flows += (0..<70).map { number in
            Scene.flow(
              UInt32(1000 + number), .udp, from: (Scene.ipv4(10, 0, 0, 1), UInt16(number)),
              to: (Scene.ipv4(10, 0, 0, 2), 53), bytes: 1)
          }
        }
        _ = model.update(.snapshot(Scene.snapshot(elapsed, flows)))
      }
      model.type("ej")
    }
    check("events-none", width, height) { $0.type("e") }
  }

  @Test(arguments: sizes)
  func pins(width: Int, height: Int) {
    check("pins", width, height) { model in
      var flows = Scene.flows(2)
      flows[5].status.remove([.offload])
      flows[5].state = ConnectionState(l4: .tcp, rawValue: 3)
      flows[5].extras = FlowExtras(helper: LanePins.helperPrefix)
      flows[4].extras = FlowExtras(helper: LanePins.helperPrefix)
      _ = model.update(.snapshot(Scene.snapshot(2, flows)))
      model.type("jp5j")
    }
  }

  @Test(arguments: sizes)
  func theOpenFlowWithItsHistory(width: Int, height: Int) {
    check("history", width, height) { model in
      for elapsed: UInt64 in 2...50 {
        var flows = Scene.flows(elapsed * elapsed / 4)
        if elapsed > 20 { flows[0].status.insert(.offload) }
        if elapsed > 30 { flows[0].status.insert(.hardwareOffload) }
        if elapsed > 44 { flows[0].status.remove([.offload, .hardwareOffload]) }
        _ = model.update(.snapshot(Scene.snapshot(elapsed, flows)))
      }
      model.press(.down, .enter)
      model.type(width < 100 ? "G" : "")
    }
  }

  @Test func whileATimeIsTyped() {
    check("time", 80, 24) { $0.type("@14:3") }
    check("past", 80, 24) { $0.type(",") }
  }
}

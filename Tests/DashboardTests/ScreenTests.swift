import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct ScreenTests {
  private static let sizes = [(60, 20), (80, 24), (120, 40), (200, 60)]

  @Test(arguments: sizes)
  func flowsAtEverySize(width: Int, height: Int) {
    Golden.check(Scene.model(width: width, height: height).render(), "flows-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func flowsInASCII(width: Int, height: Int) {
    let model = Scene.model(width: width, height: height, settings: Settings(glyphs: .ascii))
    let canvas = model.render()
    for y in 0..<height {
      #expect(canvas.line(y).unicodeScalars.allSatisfy { $0.isASCII })
    }
    Golden.check(canvas, "flows-ascii-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func helpAtEverySize(width: Int, height: Int) {
    var model = Scene.model(width: width, height: height)
    model.type("?")
    Golden.check(model.render(), "help-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func detailsAtEverySize(width: Int, height: Int) {
    var model = Scene.model(width: width, height: height)
    model.press(.down, .enter)
    Golden.check(model.render(), "details-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func questionAtEverySize(width: Int, height: Int) {
    var model = Scene.model(width: width, height: height)
    model.press(.down)
    model.type("x")
    Golden.check(model.render(), "flush-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func explanationAtEverySize(width: Int, height: Int) {
    var model = Scene.model(width: width, height: height)
    model.press(.down)
    model.type("w")
    Golden.check(model.render(), "why-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func flowtablesAtEverySize(width: Int, height: Int) {
    var model = Scene.model(width: width, height: height)
    var snapshot = Scene.snapshot(2)
    snapshot.ruleset?.generation = 13
    snapshot.flowtables?[0].devices = ["lan0", "lan1"]
    _ = model.update(.snapshot(snapshot))
    model.type("t")
    Golden.check(model.render(), "flowtables-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func doctorAtEverySize(width: Int, height: Int) {
    var model = Scene.model(width: width, height: height)
    model.type("d")
    Golden.check(model.render(), "doctor-\(width)x\(height)")
  }

  @Test func aSelectedFlowSaysWhyInTheHintsLine() {
    var model = Scene.model()
    model.press(.down)
    Golden.check(model.render(), "selected-80x24")
  }

  @Test func filterWhileItIsTyped() {
    var model = Scene.model()
    model.type("/203.0.113")
    Golden.check(model.render(), "filter-80x24")
  }

  @Test(arguments: [(60, 20), (80, 24)])
  func aFilterThatIsNone(width: Int, height: Int) {
    for (name, text) in [
      ("argument", "/src prot 443"), ("end", "/tcp and"), ("begin", "/(tcp or udp"),
      ("long", "/not udp and not icmp and lane slow and age > 1h and reason loca"),
    ] {
      var model = Scene.model(width: width, height: height)
      model.type(text)
      Golden.check(model.render(), "filter-\(name)-\(width)x\(height)")
    }
  }

  @Test func noFlowAtAll() {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    _ = model.update(.snapshot(Scene.snapshot(0, [])))
    Golden.check(model.render(), "empty-80x24")
  }

  @Test func pollThatFailed() {
    var model = Scene.model()
    _ = model.update(.pollFailed("The kernel refuses: run flowlanes as root."))
    Golden.check(model.render(), "failed-80x24")
  }

  @Test func anySizeIsDrawnWithoutTrapping() {
    let base = Scene.model()
    for width in [0, 1, 2, 3, 5, 9, 20, 43, 59, 60, 79, 80, 119, 120, 199, 200, 300] {
      for height in 0...30 {
        for keys in ["", "?", "jx", "jw", "t", "d", "/abc", "/tcp and (port x"] {
          var model = base
          _ = model.update(.resized(Size(width: width, height: height)))
          model.type(keys)
          let canvas = model.render()
          #expect(canvas.width == width && canvas.height == height)
        }
        var model = base
        _ = model.update(.resized(Size(width: width, height: height)))
        model.press(.down, .enter, .pageDown)
        _ = model.render()
      }
    }
  }

  @Test func textFromOutsideCannotCarryAnEscape() {
    var machine = Scene.machine
    machine.hostname = "gw\u{1b}]0;owned\u{7}"
    machine.namespace = "a\u{202e}b"
    var snapshot = Scene.snapshot(0)
    snapshot.machine = machine
    snapshot.flowtables = [
      Flowtable(
        family: "inet", table: "\u{1b}[2J", name: "\u{9b}31m", devices: ["eth\u{1b}0", "x\r\n"])
    ]
    snapshot.links = snapshot.links.map { link in
      var link = link
      link.name = "\u{1b}[31m\(link.name)\u{202e}"
      return link
    }
    for at in snapshot.ruleset?.rules.indices ?? 0..<0 {
      snapshot.ruleset?.rules[at].text? += " comment \"\u{1b}]0;owned\u{7}\n\""
    }
    var model = Model(settings: Settings(), size: Size(width: 200, height: 60))
    _ = model.update(.snapshot(snapshot))
    for keys in ["", "t", "q", "jw", "qjw", "q", "d"] {
      model.type(keys)
      let canvas = model.render()
      for y in 0..<canvas.height {
        for x in 0..<canvas.width { #expect(canvas[x, y].scalar.isPrintable) }
      }
    }
  }
}

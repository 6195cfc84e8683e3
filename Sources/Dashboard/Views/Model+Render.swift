package import Canvas

extension Model {
  /// Draws the whole screen; a function of the model alone.
  package func render() -> Canvas {
    var canvas = Canvas(size)
    let layout = ScreenLayout(size)
    HeaderView(model: self, layout: layout).draw(on: &canvas)
    if page != nil {
      PageView(model: self, layout: layout).draw(on: &canvas)
    } else {
      LanesView(model: self, layout: layout).draw(on: &canvas)
      HintView(model: self, layout: layout).draw(on: &canvas)
      switch view {
      case .groups: GroupsView(model: self, layout: layout).draw(on: &canvas)
      case .events: EventsView(model: self, layout: layout).draw(on: &canvas)
      case .pins: PinsView(model: self, layout: layout).draw(on: &canvas)
      case .flows, .flowtables, .doctor:
        FlowTableView(model: self, layout: layout).draw(on: &canvas)
      }
    }
    FooterView(model: self, layout: layout).draw(on: &canvas)
    if let question {
      let dialog = Dialog(question, width: QuestionView.room(canvas), settings)
      QuestionView(dialog: dialog, glyphs: settings.glyphs).draw(on: &canvas)
    }
    return canvas
  }
}

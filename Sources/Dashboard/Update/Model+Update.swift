import Canvas
import FlowModel

extension Model {
  /// Takes in what happened, and answers with what is to be done outside.
  package mutating func update(_ message: Message) -> [Effect] {
    var effects = respond(message)
    // Whatever moved the operator to another flow: its rates are kept from now on.
    if trace?.key != focus { followTrace() }
    // To rows that must be put in order first.
    if listing.goal != nil, listing.arrangement == nil { rearrange() }
    if isTaking, !hasWork {
      isTaking = false
      effects.append(.tookPoll)
    }
    if isResting != hasToldToRest {
      hasToldToRest = isResting
      effects.append(.rest(isResting))
    }
    if hasWork, !isGoing {
      isGoing = true
      effects.append(.goOn)
    }
    return effects
  }

  private mutating func respond(_ message: Message) -> [Effect] {
    switch message {
    case .snapshot(let snapshot):
      take(snapshot)
      return []
    case .poll(let part):
      take(part)
      return []
    case .events(let batch):
      take(batch)
      return []
    case .watching(let watch):
      eventWatch = watch
      fit()
      return []
    case .goOn:
      isGoing = false
      goOn()
      return []
    case .pollFailed(let sentence):
      problem = sentence
      isPolling = false
      ageNotice()
      if isResting { sayFrozen() }
      return []
    case .ended(let sentence):
      ending = sentence
      return []
    case .key(let key):
      ageNotice()
      return press(key)
    case .pointed(let x, let y, let pointing):
      ageNotice()
      return point(at: x, y, pointing)
    case .resized(let size):
      self.size = size
      fit()
      return []
    case .progress(let done, let all):
      underway?.advance(to: done, of: all)
      return []
    case .acted(let action, let results): return finish(action, results)
    case .followed(let flow, let aftermath):
      tell(aftermath, of: flow)
      return []
    case .themed(let name):
      settings.themeName = name
      say("Theme: \(name)")
      return []
    case .named(let address, let name):
      settings.names.learn(name, of: address)
      return []
    case .lookingUp(let lookups):
      listing.ownLookups = lookups
      rearrange()
      return []
    case .warning(let sentence):
      say(sentence, .warning)
      return []
    }
  }

  mutating func ageNotice() {
    guard var current = notice else { return }
    current.life -= 1
    notice = current.life > 0 ? current : nil
  }

  mutating func say(_ text: String, _ level: Notice.Level = .plain) {
    notice = Notice(text, level)
  }

  /// The first key of a command, for a sentence.
  func label(_ command: Command) -> String { settings.keymap.label(of: command) }

  mutating func rearrange() {
    // One of the two: with a million flows each takes as long as it may.
    if view == .groups {
      listing.rest()
      regroup()
    } else if moment.isLarge {
      listing.begin(moment)
    } else {
      listing.arrange(moment)
      settleRows()
    }
    fit()
  }

  /// Keeps the selection in view.
  mutating func fit() {
    let height = ScreenLayout(size).table.height
    listing.scroll(toFit: height)
    fitViews(height)
  }

  /// A key goes to what covers the rest: the question, the filter line, the page, the listing.
  private mutating func press(_ key: Key) -> [Effect] {
    // These two work everywhere: nothing may hold the operator against his will.
    if key == .control("c") { return [.quit] }
    if key == .control("z") { return [.suspend] }
    if let question { return answer(question, key) }
    if typedTime != nil { return typeTime(key) }
    if key == .escape, listing.typedFilter == nil, let effects = stopActing() { return effects }
    if listing.typedFilter != nil {
      type(key)
      return []
    }
    guard let command = settings.keymap.command(for: key) else {
      say("\(key.label) does nothing here; \(label(.help)) lists the keys.")
      return []
    }
    return carryOut(command)
  }
}

extension Model {
  /// Carries out a command wherever the operator is.
  mutating func carryOut(_ command: Command) -> [Effect] {
    if let reason = whyNot(command) {
      say(reason, .warning)
      return []
    }
    if page != nil { return performOnPage(command) }
    return view == .flows ? perform(command) : performInView(command)
  }
}

extension Flow {
  /// The flow in one line: `tcp 10.0.1.2:53878 to 10.0.2.2:80`.
  var title: String { "\(l4.name) \(orig.sourceText) to \(orig.destinationText)" }
}

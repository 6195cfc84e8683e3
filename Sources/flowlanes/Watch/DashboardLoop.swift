import Canvas
import Dashboard
import Dispatch
import FlowModel
import Glibc
import Netfilter
import Terminal

/// Brings keys, signals and snapshots to the model, its screen to the terminal, its effects about.
final class DashboardLoop {
  private var model: Model
  private let terminal: CursesTerminal
  private let feed: any FlowFeed
  private var themes: ThemeCycle
  private let controller = FlowController()
  private let keeper: PinKeeper
  private let log: ActionLog?
  /// Where what polls cost is written; nil for nowhere.
  var polls: PollLog?
  private var resolver: Resolver?
  private var hasNoResolver = false
  private let signals = SignalSources()
  private var input: (any DispatchSourceRead)?
  private var isDrawingDue = false
  /// Whether the screen shows less than the model knows.
  private var isBehind = false
  /// Ticks while no poll comes to look after pins at.
  private var restClock: Ticker?

  init(
    model: Model, terminal: CursesTerminal, feed: any FlowFeed, themes: ThemeCycle, log: ActionLog?
  ) {
    keeper = PinKeeper(controller)
    self.log = log
    self.model = model
    self.terminal = terminal
    self.feed = feed
    self.themes = themes
  }

  /// Runs until the operator quits; never returns.
  func run() -> Never {
    watchSignals()
    watchKeys()
    terminal.whenReady = { [self] in if isBehind { draw() } }
    feed.start { [self] event in
      switch event {
      case .snapshot(let snapshot):
        handle(.snapshot(snapshot))
      case .part(let part):
        handle(.poll(part))
        if case .paced(let pace) = part {
          polls?.append(pace, flows: model.newest.store.records.count)
        }
      case .ends(.batch(let batch)): handle(.events(batch))
      case .ends(.watch(let watch)): handle(.watching(watch))
      case .failed(let sentence): handle(.pollFailed(sentence))
      case .ended(let sentence): handle(.ended(sentence))
      }
    }
    if model.settings.usesMouse { terminal.useMouse(true) }
    draw()
    dispatchMain()
  }

  private func watchSignals() {
    // 128 plus the signal's number is what a shell reports for a program that a signal ended.
    for number in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
      signals.on(number) { [self] in end(128 + number) }
    }
    signals.on(SIGWINCH) { [self] in
      terminal.resize()
      handle(.resized(terminal.size))
    }
    signals.on(SIGTSTP) { [self] in perform(.suspend) }
    signals.on(SIGCONT) { [self] in
      terminal.resume()
      handle(.resized(terminal.size))
    }
    signal(SIGPIPE, SIG_IGN)
  }

  private func watchKeys() {
    let source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
    source.setEventHandler { [self] in MainActor.assumeIsolated { readKeys() } }
    source.activate()
    input = source
  }

  private func readKeys() {
    for input in terminal.read() {
      switch input {
      case .key(let key): handle(.key(key))
      case .mouse(let x, let y, let mouse):
        let pointing: Pointing =
          switch mouse {
          case .click: .click
          case .wheelUp: .wheelUp
          case .wheelDown: .wheelDown
          }
        handle(.pointed(x: x, y: y, pointing))
      }
    }
    // The connection dropped without a SIGHUP, as under nohup: nobody will ever press q.
    if terminal.isHungUp { end(128 + SIGHUP) }
  }

  private func handle(_ message: Message) {
    let effects = model.privately { $0.update(message) }
    for effect in effects { perform(effect) }
    switch message {
    // Nothing of a poll is shown before all of it is known.
    case .poll(.began), .poll(.flows), .poll(.again), .events: break
    case .goOn where effects.contains(.goOn): break
    default: scheduleDrawing()
    }
  }

  /// Draws once for all that happens in one turn of the main queue.
  private func scheduleDrawing() {
    guard !isDrawingDue else { return }
    isDrawingDue = true
    DispatchQueue.main.async { [self] in MainActor.assumeIsolated { draw() } }
  }

  private func draw() {
    isDrawingDue = false
    // While the last frame is on its way, as over a link that hangs, the next one waits to be made.
    isBehind = !terminal.isReady
    if !isBehind { terminal.present(model.privately { $0.render() }) }
    askForNames()
  }

  /// Asks for the names of what is on screen, once the operator wants a name server asked.
  private func askForNames() {
    let addresses = model.addressesToAsk
    guard !addresses.isEmpty else { return }
    if resolver == nil && !hasNoResolver {
      let file = try? SmallFile.read("/etc/resolv.conf", kind: "resolver configuration")
      resolver = Resolver(file ?? "") { [self] address, name in handle(.named(address, name)) }
      hasNoResolver = resolver == nil
      if let resolver {
        handle(.lookingUp(resolver.lookups))
      } else {
        handle(.warning("No name server: /etc/resolv.conf names none that can be asked."))
      }
    }
    resolver?.ask(addresses)
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .act(let request): act(request)
    case .stopActing: controller.stop()
    case .setInterval(let nanoseconds): feed.setInterval(nanoseconds)
    case .pollNow: feed.pollNow()
    case .rest(let rests):
      feed.rest(rests)
      restClock = rests ? Ticker(seconds: 5) { [self] in keepPins(now: true) } : nil
    case .goOn:
      DispatchQueue.main.async { [self] in MainActor.assumeIsolated { handle(.goOn) } }
    case .tookPoll:
      feed.tookPoll()
      keepPins()
    case .seek(let wallTime): feed.seek(to: wallTime)
    case .setSpeed(let speed): feed.setSpeed(speed)
    case .nextTheme:
      let theme = themes.next()
      terminal.use(theme)
      handle(.themed(theme.name))
      for problem in themes.takeProblems() { handle(.warning(problem)) }
    case .setMouse(let isUsed): terminal.useMouse(isUsed)
    case .suspend:
      if !terminal.suspend() {
        handle(.warning("No shell could continue flowlanes here, so it does not stop; q quits."))
      }
    case .repaint: terminal.redraw()
    case .quit: end(0)
    }
  }

  /// Looks after pins, where anything may be changed at all: as of the newest poll, or of now where none
  /// comes.
  private func keepPins(now: Bool = false) {
    guard model.settings.refusal == nil, var snapshot = model.newest.snapshot else { return }
    if now { (snapshot.time, snapshot.wallTime) = (Clock.monotonic(), Clock.wall()) }
    keeper.look(at: model.newest.pins, snapshot) { [self] results in
      log?.append(.unpin, results)
      handle(.acted(.unpin, results))
    }
  }

  private func act(_ request: ActionRequest) {
    let controller = controller
    let all = request.flows.count
    Task {
      let results = await controller.perform(request) { done in
        DispatchQueue.main.async { [self] in
          MainActor.assumeIsolated { handle(.progress(done: done, of: all)) }
        }
      }
      log?.append(request.action, results)
      handle(.acted(request.action, results))
      if request.action == .flush, results.count <= FlowController.mostFollowed { follow(results) }
    }
  }

  private func follow(_ results: [ActionResult]) {
    let controller = controller
    for result in results where result.outcome == .done(nil) {
      Task {
        if let aftermath = await controller.follow(result.flow) {
          handle(.followed(result.flow, aftermath))
        }
      }
    }
  }

  private func end(_ status: Int32) -> Never {
    terminal.close()
    exit(status)
  }
}

import Dispatch

/// Calls something on the main actor every so many seconds, for as long as it is kept.
final class Ticker {
  private let source = DispatchSource.makeTimerSource(queue: .main)

  init(seconds: UInt64, _ tick: @escaping @MainActor () -> Void) {
    let period = DispatchTimeInterval.seconds(Int(seconds))
    // Nobody waits for it to the moment.
    source.schedule(deadline: .now() + period, repeating: period, leeway: .seconds(1))
    source.setEventHandler { MainActor.assumeIsolated { tick() } }
    source.activate()
  }

  isolated deinit { source.cancel() }
}

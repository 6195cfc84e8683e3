import Dispatch
import FlowModel
import Netfilter
import Synchronization

/// What was reported of ends, and a way to wait for it.
final class EventReports: Sendable {
  struct TookTooLong: Error { let seen: String }

  struct State {
    var ended: [Flow] = []
    var lost = 0
    var malformed = 0
    var watches: [EventWatch] = []
  }

  private let state = Mutex(State())
  private let news = DispatchSemaphore(value: 0)

  func take(_ report: ConntrackEvents.Report) {
    state.withLock { state in
      switch report {
      case .watch(let watch): state.watches.append(watch)
      case .batch(let batch):
        state.ended += batch.ended.flows
        state.lost += batch.lost
        state.malformed += batch.malformed
      }
    }
    news.signal()
  }

  var now: State { state.withLock { $0 } }

  /// Waits until what was reported is as wanted; true then, false after so many milliseconds.
  func waits(_ milliseconds: Int, until isWanted: (State) -> Bool) -> Bool {
    let end = DispatchTime.now() + .milliseconds(milliseconds)
    while !isWanted(now) {
      if news.wait(timeout: end) == .timedOut { return isWanted(now) }
    }
    return true
  }

  func wait(until isWanted: (State) -> Bool) throws {
    guard waits(20_000, until: isWanted) else { throw TookTooLong(seen: "\(now)") }
  }
}

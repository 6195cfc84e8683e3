import Dispatch
import Glibc

/// Signals as events on the main queue.
///
/// A Dispatch source only watches: the default action must be off, or SIGTERM would end the program
/// before the terminal is restored. SIGCONT has no harmful default.
final class SignalSources {
  private var sources: [any DispatchSourceSignal] = []

  /// Calls `handler` on the main actor whenever the signal comes.
  func on(_ number: Int32, _ handler: @escaping @MainActor () -> Void) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
    source.setEventHandler { MainActor.assumeIsolated { handler() } }
    source.activate()
    sources.append(source)
  }
}

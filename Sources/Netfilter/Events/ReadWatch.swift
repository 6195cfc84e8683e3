import Dispatch
import Glibc

/// Says once that a descriptor can be read, each time it is asked to.
final class ReadWatch {
  private let source: any DispatchSourceRead
  private var isWaiting = false

  /// Takes over the descriptor, and closes it in the end; `handler` is called on the queue.
  init(_ descriptor: Int32, queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void) {
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler(handler: handler)
    source.setCancelHandler { @Sendable in close(descriptor) }
  }

  /// Waits for the next time.
  func wait() {
    guard !isWaiting else { return }
    isWaiting = true
    source.resume()
  }

  /// Says no more until `wait`: to be called by the handler.
  func rest() {
    guard isWaiting else { return }
    isWaiting = false
    source.suspend()
  }

  deinit {
    source.cancel()
    // Dispatch takes back no source that rests.
    if !isWaiting { source.resume() }
  }
}

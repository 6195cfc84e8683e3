import Dispatch
import Synchronization

/// Waits for asynchronous work from where nothing else can be done meanwhile.
nonisolated enum Blocking {
  static func wait<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let box = ResultBox<Value>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      box.set(await work())
      done.signal()
    }
    done.wait()
    return box.take()
  }

  private final class ResultBox<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    func set(_ new: Value) { value.withLock { $0 = new } }
    func take() -> Value {
      guard let value = value.withLock({ $0 }) else { fatalError("the work gave nothing") }
      return value
    }
  }
}

import Dispatch

/// Datagrams on their way from the thread that receives them to the one that decodes them.
///
/// In trains of several, for waking a thread costs as much as decoding a datagram does. Room for four
/// trains: one is filled, one emptied, two wait.
final class DatagramRing: @unchecked Sendable {
  /// What the kernel fills at most in one receive (`netlink_dump`), and must see that there is room for.
  static let datagram = 32 << 10
  private static let trains = 4
  /// Datagrams of a train.
  private static let length = 8

  // Each train belongs to one thread at a time; the semaphores hand it over.
  private let memory: UnsafeMutableRawBufferPointer
  private let lengths: UnsafeMutableBufferPointer<Int>
  private let free = DispatchSemaphore(value: trains)
  private let full = DispatchSemaphore(value: 0)

  init() {
    memory = .allocate(byteCount: Self.trains * Self.length * Self.datagram, alignment: 64)
    lengths = .allocate(capacity: Self.trains * Self.length)
    lengths.initialize(repeating: 0)
  }

  deinit {
    memory.deallocate()
    lengths.deallocate()
  }

  /// Fills trains until `receive` has nothing more.
  ///
  /// It is lent room for a datagram, and answers how many octets it put there and whether more will come;
  /// 0 for none. What it throws is thrown once what came before is on its way.
  func fill(
    _ receive: (UnsafeMutableRawBufferPointer) throws(KernelError) -> (octets: Int, more: Bool)
  ) throws(KernelError) {
    var train = 0
    var isDone = false
    var failure: KernelError?
    // An empty train ends the way of all.
    var isEmpty = false
    while !isEmpty {
      free.wait()
      isEmpty = true
      for place in 0..<Self.length {
        var octets = 0
        if !isDone {
          do throws(KernelError) {
            let (count, more) = try receive(slot(train, place))
            octets = count
            isDone = !more
          } catch {
            failure = error
            isDone = true
          }
        }
        lengths[train * Self.length + place] = octets
        if octets > 0 { isEmpty = false }
      }
      full.signal()
      train = (train + 1) % Self.trains
    }
    if let failure { throw failure }
  }

  /// Lends each datagram to `body`, until those that are filled have come to their end.
  func empty(_ body: (RawSpan) -> Void) {
    var train = 0
    while true {
      full.wait()
      var isEmpty = true
      for place in 0..<Self.length {
        let octets = lengths[train * Self.length + place]
        guard octets > 0 else { continue }
        isEmpty = false
        body(UnsafeRawBufferPointer(rebasing: slot(train, place)[..<octets]).bytes)
      }
      free.signal()
      if isEmpty { return }
      train = (train + 1) % Self.trains
    }
  }

  private func slot(_ train: Int, _ place: Int) -> UnsafeMutableRawBufferPointer {
    let start = (train * Self.length + place) * Self.datagram
    return UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + Self.datagram])
  }
}

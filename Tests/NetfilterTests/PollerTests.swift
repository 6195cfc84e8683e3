import FlowModel
import Glibc
import Netfilter
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct PollerTests {
  private typealias Outcome = Result<PollPart, KernelError>

  /// What polls have come to.
  private final class Running: Sendable {
    let value = Atomic<Bool>(false)
    let overlapped = Atomic<Bool>(false)
    let starts = Mutex<[UInt64]>([])
  }

  /// Counts polls; each takes a while, and some fail.
  private final class Script: FlowSource {
    let running: Running
    var number: UInt64 = 0
    let took: UInt64
    let failing: Set<UInt64>

    init(_ running: Running, took: UInt64, failing: Set<UInt64>) {
      self.running = running
      self.took = took
      self.failing = failing
    }

    func poll(_ deliver: (PollPart) -> Void) throws(KernelError) {
      if running.value.exchange(true, ordering: .relaxed) {
        running.overlapped.store(true, ordering: .relaxed)
      }
      defer { running.value.store(false, ordering: .relaxed) }
      let start = now()
      running.starts.withLock { $0.append(start) }
      number += 1
      while now() < start + took {}
      if failing.contains(number) { throw KernelError(.dumpFlows, errno: ENOBUFS) }
      deliver(.ended(Snapshot(number: number, time: start, wallTime: 0)))
    }
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  private func poller(
    _ running: Running = Running(), took: UInt64 = 0, failing: Set<UInt64> = []
  ) -> (Poller, AsyncStream<Outcome>) {
    let (stream, continuation) = AsyncStream<Outcome>.makeStream()
    let script = Script(running, took: took, failing: failing)
    return (Poller(script) { continuation.yield($0) }, stream)
  }

  /// The numbers of the next snapshots; nil for a failure.
  private func next(_ count: Int, of stream: AsyncStream<Outcome>) async -> [UInt64?] {
    var numbers: [UInt64?] = []
    for await outcome in stream {
      if case .success(.ended(let snapshot)) = outcome {
        numbers.append(snapshot.number)
      } else {
        numbers.append(nil)
      }
      if numbers.count == count { break }
    }
    return numbers
  }

  @Test func pollsAreDeliveredInOrderAndNeverOverlap() async {
    let running = Running()
    let (poller, stream) = poller(running, took: 1_000_000)
    await poller.start(every: .milliseconds(1))
    async let extra: Void = poller.pollNow()
    #expect(await next(10, of: stream) == (1...10).map { $0 })
    await extra
    await poller.stop()
    let overlapped = running.overlapped.load(ordering: .relaxed)
    #expect(!overlapped)
  }

  @Test func aFailureIsDeliveredAndPollingGoesOn() async {
    let (poller, stream) = poller(failing: [2])
    await poller.start(every: .milliseconds(1))
    #expect(await next(4, of: stream) == [1, nil, 3, 4])
    await poller.stop()
  }

  @Test func aSlowPollLeavesTheKernelAsMuchTimeAsItTook() async {
    let running = Running()
    let took: UInt64 = 20_000_000
    let (poller, stream) = poller(running, took: took)
    await poller.start(every: .milliseconds(1))
    _ = await next(4, of: stream)
    await poller.stop()
    let starts = running.starts.withLock { $0 }
    for (before, after) in zip(starts, starts.dropFirst()) {
      #expect(after - before >= 2 * took)
    }
  }

  @Test func theFirstPollDoesNotWaitForTheInterval() async {
    let (poller, stream) = poller()
    await poller.start(every: .seconds(3600))
    #expect(await next(1, of: stream) == [1])
    await poller.pollNow()
    #expect(await next(1, of: stream) == [2])
    await poller.setInterval(.milliseconds(1))
    #expect(await next(2, of: stream) == [3, 4])
    await poller.stop()
  }

  @Test func aStoppedPollerPollsWhenAskedAndOnlyThen() async {
    let running = Running()
    let (poller, stream) = poller(running)
    await poller.start(every: .milliseconds(1))
    _ = await next(2, of: stream)
    await poller.stop()
    let before = running.starts.withLock(\.count)
    await poller.pollNow()
    #expect(running.starts.withLock(\.count) == before + 1)
  }
}

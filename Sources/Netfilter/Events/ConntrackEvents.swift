import Dispatch
package import FlowModel

/// Listens to what the kernel tells of the ends of flows, on a queue of its own, and hands it on in
/// batches.
///
/// A supplement to polls, which alone know what there is: it tells of flows that no poll could see, and
/// the final counters of others. Where the kernel loses messages, the next poll heals it but for
/// the flows that no poll saw.
///
/// What it costs the kernel: nothing while nobody listens (`nf_conntrack_events` = 2, see `EventSocket`).
/// While somebody does, in whatever network namespace (`nf_ctnetlink_has_listener` is one for all), each
/// new entry carries an extension (`nf_ct_ecache_ext_add`), and each end of one in ours is a message, built
/// and queued by whoever ends it: the softirq, or the garbage collector (`nf_ct_delete`,
/// `ctnetlink_conntrack_event`). Measured on Linux 6.18 with UDP flows through the
/// loopback device, in processor time: to begin a flow costs the same with and without a listener of this
/// group, 3.6 µs; to end one 2.5 in place of 1.4 µs, and to receive the message, not yet decoded, 1.6 µs.
/// So at 10,000 ends a second the kernel takes 1 % of a core for it, and receiving 1.6 %; beyond
/// (`Limits.rate`) it stops listening for a while. To listen to the group of new flows too, which nobody
/// here needs, adds 2 µs to each beginning.
package actor ConntrackEvents {
  package struct Limits: Sendable {
    /// Ends within a second; more are too many.
    package var rate = 10_000
    /// How long it does not listen after too many; seconds.
    package var pause = 60
    /// What the kernel may queue, in bytes: some 4,000 ends, for `rest` at `rate` and more.
    package var receiveBuffer: Int32 = 2 << 20
    /// How long the kernel's words gather before they are read; nanoseconds.
    ///
    /// To wake for each would cost more than to read it.
    package var rest: UInt64 = 50_000_000
    /// How long a batch gathers at least; nanoseconds.
    package var gathering: UInt64 = 250_000_000

    package init() {}
  }

  package enum Report: Sendable {
    case batch(EventBatch)
    /// Whether it listens: told at the start, and when it changes.
    case watch(EventWatch)
  }

  private let executor = QueueExecutor(label: "flowlanes.events")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private let limits: Limits
  private let deliver: @Sendable (Report) -> Void
  private let socket: EventSocket
  /// Why the kernel tells nothing, whoever listens; nil where it does.
  private let silence: String?
  private var watch: ReadWatch?
  private var isListening = false

  /// The batch that gathers.
  private var ended: [PackedEntry] = []
  private var lost = 0
  private var malformed = 0
  /// When the batch got its first; nanoseconds of the clock that never jumps.
  private var batchBegan: UInt64 = 0
  /// The second in which ends are counted.
  private var second: (began: UInt64, count: Int) = (0, 0)

  /// Opens the socket, in the network namespace of the calling thread.
  ///
  /// `deliver` is called on a queue of its own; while it waits, the kernel queues, and then loses.
  package init(
    _ limits: Limits = Limits(), deliver: @escaping @Sendable (Report) -> Void
  ) throws(KernelError) {
    self.limits = limits
    self.deliver = deliver
    socket = try EventSocket(receiveBuffer: limits.receiveBuffer)
    silence =
      MachineReader.sysctl("net.netfilter.nf_conntrack_events") == "0"
      ? "the kernel tells none (nf_conntrack_events = 0)" : nil
  }

  /// Begins to listen; whether that worked is told like everything else.
  package nonisolated func start() {
    executor.queue.async { self.assumeIsolated { $0.begin() } }
  }

  /// Listens no more, and tells so (`EventWatch.off`).
  package nonisolated func stop() {
    executor.queue.async {
      self.assumeIsolated {
        $0.end()
        $0.deliver(.watch(.off))
      }
    }
  }

  private func end() {
    handOn()
    isListening = false
    watch = nil
    try? socket.leave()
  }

  private func begin() {
    guard watch == nil else { return }
    if let silence { return deliver(.watch(.failed(silence))) }
    do throws(KernelError) {
      let descriptor = try socket.descriptorToWaitOn()
      watch = ReadWatch(descriptor, queue: executor.queue) { [weak self] in
        self?.assumeIsolated { $0.wake() }
      }
      try listen()
    } catch {
      fail(error)
    }
  }

  private func listen() throws(KernelError) {
    try socket.join()
    isListening = true
    second = (Clock.monotonic(), 0)
    deliver(.watch(.listening))
    watch?.wait()
  }

  private func fail(_ error: KernelError) {
    end()
    deliver(.watch(.failed(error.sentence)))
  }

  /// The kernel told something: what else comes soon is read along with it.
  private func wake() {
    watch?.rest()
    after(limits.rest) { $0.read() }
  }

  private func read() {
    guard isListening else { return }
    do throws(KernelError) {
      let now = Clock.monotonic()
      if now - second.began >= 1_000_000_000 { second = (now, 0) }
      let hasMore = try take(upTo: limits.rate + 1 - second.count, at: now)
      if second.count > limits.rate { return try pause(at: now) }
      if !isEmpty, now - batchBegan >= limits.gathering { handOn() }
      if isEmpty && !hasMore {
        watch?.wait()
      } else {
        after(limits.rest) { $0.read() }
      }
    } catch {
      fail(error)
    }
  }

  /// Adds to the batch what the kernel told, at most so many; whether there was anything.
  private func take(upTo most: Int, at now: UInt64) throws(KernelError) -> Bool {
    if isEmpty { batchBegan = now }
    let before = ended.count + malformed
    var reading = EventSocket.Reading.lost
    // What is lost is told once, before what was queued by then.
    for _ in 0..<2 where reading == .lost {
      reading = try socket.read(into: &ended, malformed: &malformed, limit: most)
      if reading == .lost { lost += 1 }
    }
    let count = ended.count + malformed - before
    second.count += count
    return count > 0 || reading != .empty
  }

  /// Stops listening for a while: too many ends came within a second.
  private func pause(at now: UInt64) throws(KernelError) {
    isListening = false
    try socket.leave()
    // What was queued counts still; no more comes.
    while try take(upTo: .max, at: now) {}
    handOn()
    deliver(.watch(.tooMany(limits.rate, pause: limits.pause)))
    after(UInt64(limits.pause) * 1_000_000_000) { $0.tryAgain() }
  }

  private func tryAgain() {
    guard watch != nil, !isListening else { return }
    do throws(KernelError) {
      try listen()
    } catch {
      fail(error)
    }
  }

  private var isEmpty: Bool { ended.isEmpty && lost == 0 && malformed == 0 }

  private func handOn() {
    guard !isEmpty else { return }
    deliver(.batch(EventBatch(ended: FlowBatch(ended), lost: lost, malformed: malformed)))
    (ended, lost, malformed) = ([], 0, 0)
  }

  private func after(
    _ nanoseconds: UInt64, _ work: @escaping @Sendable (isolated ConntrackEvents) -> Void
  ) {
    let due = DispatchTime.now() + .nanoseconds(Int(nanoseconds))
    executor.queue.asyncAfter(deadline: due) { [weak self] in
      self?.assumeIsolated { work($0) }
    }
  }
}

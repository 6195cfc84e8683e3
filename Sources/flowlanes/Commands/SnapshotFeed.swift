import FlowModel
import Glibc
import Netfilter

/// Snapshots for a command that prints them, from the kernel or a recording: one, or all.
nonisolated struct SnapshotFeed {
  let options: CommonOptions
  /// Whether the flows themselves are wanted.
  let needsFlows: Bool
  /// Whether to go on after the first.
  let follows: Bool

  /// Hands on each snapshot; returns after the last.
  func run(_ show: (Snapshot) throws -> Void) throws {
    if let path = options.replay {
      return try RecordingFeed(path: path, follows: follows).run(show)
    }
    let source = try openKernel()
    source.readsFlows = needsFlows
    while true {
      let start = ContinuousClock.now
      let snapshot: Snapshot
      do throws(KernelError) { snapshot = try source.poll() } catch { throw CommandFailure(error) }
      try show(snapshot)
      guard follows else { return }
      // At least as long as it took is left to others.
      let now = ContinuousClock.now
      Self.sleep(max(options.interval.duration - (now - start), now - start))
    }
  }

  private func openKernel() throws -> KernelSource {
    do throws(KernelError) {
      if let name = options.netns { try NetworkNamespace.enter(name) }
      return try KernelSource(namespace: options.netns)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var rest = timespec()
    while nanosleep(&time, &rest) != 0 && errno == EINTR { time = rest }
  }
}

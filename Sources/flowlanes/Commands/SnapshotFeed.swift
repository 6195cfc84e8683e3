import Dashboard
import FlowModel
import Glibc
import Netfilter

/// Snapshots for a command that prints them, from the kernel or a recording: one, or all.
nonisolated struct SnapshotFeed {
  private let options: CommonOptions
  /// Whether the flows themselves are wanted.
  let needsFlows: Bool
  /// Whether to go on after the first.
  let follows: Bool
  /// Whether the nftables ruleset is wanted, as reasons need it.
  var needsRuleset = true
  /// Whether explanations quote rules as nft(8) prints them.
  var needsRuleTexts = true

  /// Time between two polls, when it goes on.
  let interval: Interval
  /// How often a kernel is read when it goes on; nil for without end.
  var livePolls: Int?
  /// The recording to read in place of what the options name.
  var recording: SnapshotReader?

  init(
    _ options: CommonOptions, _ configuration: Configuration, needsFlows: Bool, follows: Bool
  ) {
    self.options = options
    interval = configuration.interval
    self.needsFlows = needsFlows
    self.follows = follows
  }

  /// Hands on each snapshot; returns after the last.
  func run(_ show: (Snapshot) throws -> Void) throws {
    if let recording { return try play(recording, show) }
    if let path = options.replay { return try play(SnapshotReader(opening: path), show) }
    let source = try KernelAccess.open(netns: options.netns)
    source.readsFlows = needsFlows
    source.readsRuleset = needsRuleset
    source.readsRuleTexts = needsRuleTexts
    var polls = 0
    while true {
      let start = ContinuousClock.now
      let snapshot: Snapshot
      do throws(KernelError) { snapshot = try source.poll() } catch { throw CommandFailure(error) }
      try show(snapshot)
      polls += 1
      guard follows, polls < livePolls ?? .max else { return }
      // At least as long as it took is left to others.
      let now = ContinuousClock.now
      Pause.sleep(max(interval.duration - (now - start), now - start))
    }
  }

  /// Reads a recording as fast as it can be read: every snapshot, or the last alone.
  ///
  /// Of a damaged one, what came before the damage is handed on first.
  private func play(_ recording: SnapshotReader, _ show: (Snapshot) throws -> Void) throws {
    var reader = recording
    var last: Snapshot?
    var damage: CommandFailure?
    do {
      while let snapshot = try reader.next() {
        last = snapshot
        if follows { try show(snapshot) }
      }
    } catch let failure as CommandFailure {
      damage = failure
    }
    if !follows, let last { try show(last) }
    if let damage { throw damage }
    if last == nil {
      throw CommandFailure("\(reader.name) holds no poll of the conntrack table", status: 65)
    }
  }
}

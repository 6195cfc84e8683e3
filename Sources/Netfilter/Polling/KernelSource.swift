package import FlowModel
import Glibc
import NetlinkWire

/// The kernel of this machine, seen from the namespace of the thread that made this object.
///
/// Flows, the table's fill and the flowtables are read at each poll; devices, addresses, routes and
/// settings, which change rarely, once in `slowPeriod`.
package final class KernelSource: FlowSource {
  /// How often what changes rarely is read anew, in nanoseconds.
  private static let slowPeriod: UInt64 = 5_000_000_000

  /// Sees every datagram, in place, before it is decoded.
  package var tap: (any PollTap)?
  /// Whether polls list flows and the table's fill; without, only what stands around them.
  package var readsFlows = true
  /// Whether polls read the nftables ruleset, when it changed.
  package var readsRuleset = true
  /// Whether polls read flowtables, devices, addresses and routes.
  package var readsSurroundings = true
  /// Whether the rules get their texts, as nft(8) prints them, which takes a process of its own.
  package var readsRuleTexts: Bool {
    get { rulesetReader.readsTexts }
    set { rulesetReader.readsTexts = newValue }
  }

  var netfilter: NetlinkSocket
  private let surroundings: Surroundings
  private let machineReader: MachineReader
  private var rulesetReader = RulesetReader(slowPeriod: slowPeriod)

  /// Made once a table was large enough.
  private var overlapped: OverlappedDump?

  private var number: UInt64 = 0
  private var slowRead: UInt64?
  private var machine = Machine()

  /// Opens the sockets.
  ///
  /// `namespace` is the name of the namespace that the program entered, if it did: it only stands
  /// in the snapshots.
  package init(namespace: String? = nil) throws(KernelError) {
    netfilter = try NetlinkSocket(.netfilter)
    surroundings = try Surroundings()
    machineReader = MachineReader(namespace: namespace)
  }

  /// Reads devices, addresses and settings too at the next poll, whenever they were read last.
  package func refresh() { slowRead = nil }

  /// Asks the kernel one short question, to know before a screen is opened whether it answers us.
  package func probe() throws(KernelError) {
    _ = try list(TableStatistics.self, .statistics, on: &netfilter, for: .dumpFlows)
  }

  package func poll(_ deliver: (PollPart) -> Void) throws(KernelError) {
    let start = Clock.monotonic()
    readMachine(at: start)
    tap?.beginPoll(machine: machine, at: Clock.wall())
    var snapshot = Snapshot(
      number: number + 1, time: start, wallTime: Clock.wall(), machine: machine)
    if readsSurroundings {
      (snapshot.flowtables, snapshot.flowtableProblem) = try readFlowtables()
    }
    if readsFlows { try readFlows(into: &snapshot, deliver) }
    if readsRuleset {
      (snapshot.ruleset, snapshot.rulesetProblem) = rulesetReader.read(
        on: &netfilter, tap: tap, at: start)
    }
    if readsSurroundings {
      readSurroundings(at: start)
      surroundings.fill(&snapshot)
    }
    // A recorder takes the end for "what was not seen is gone".
    if !snapshot.interrupted { tap?.endPoll(at: snapshot.wallTime) }
    number += 1
    deliver(.ended(snapshot))
  }

  // MARK: Flows

  /// How many flows are told at once: in less room than what malloc(3) would ask the kernel for each
  /// time.
  private static let batch = 800

  private func readFlows(
    into snapshot: inout Snapshot, _ deliver: (PollPart) -> Void
  ) throws(KernelError) {
    let statistics = readStatistics()
    snapshot.entries = statistics?.entries
    snapshot.maxEntries = statistics?.maxEntries
    snapshot.time = Clock.monotonic()
    snapshot.wallTime = Clock.wall()
    var start = PollStart(snapshot)
    start.entries = statistics?.entries
    deliver(.began(start))
    let (dump, isCut) = try dumpFlows(statistics?.entries ?? 0, deliver)
    snapshot.duration = Clock.monotonic() - snapshot.time
    snapshot.interrupted = isCut || dump.interrupted
    snapshot.malformed = dump.malformed
    snapshot.malformedExample = dump.malformedExample
  }

  /// Dumps the flows.
  ///
  /// When the kernel runs out of room for its answer (ENOBUFS), the dump is begun once more with
  /// eight times the buffer; if that too breaks off, what came is handed on as interrupted.
  private func dumpFlows(
    _ entries: UInt32, _ deliver: (PollPart) -> Void
  ) throws(KernelError) -> (BatchDump, isCut: Bool) {
    var (dump, failure) = tryDump(entries, deliver)
    if failure?.errno == ENOBUFS {
      netfilter = try NetlinkSocket(.netfilter, receiveBuffer: 8 << 20)
      tap?.beginPoll(machine: machine, at: Clock.wall())
      deliver(.again)
      (dump, failure) = tryDump(entries, deliver)
    }
    guard let failure else { return (dump, false) }
    // The rest of a broken answer must not meet the next request.
    netfilter = try NetlinkSocket(.netfilter)
    guard failure.errno == ENOBUFS, dump.told > 0 else { throw failure }
    return (dump, true)
  }

  /// Dumps the flows once; with the failure comes what there was before it.
  private func tryDump(
    _ entries: UInt32, _ deliver: (PollPart) -> Void
  ) -> (BatchDump, KernelError?) {
    let sequence = netfilter.nextSequence()
    if tap == nil, entries >= OverlappedDump.least {
      let overlapped = overlapped ?? OverlappedDump()
      self.overlapped = overlapped
      return overlapped.run(on: netfilter, sequence: sequence, batch: Self.batch) {
        deliver(.flows($0))
      }
    }
    var dump = BatchDump(expecting: sequence, capacity: Self.batch + 300)
    var failure: KernelError?
    do throws(KernelError) {
      try netfilter.ask(.flows, sequence: sequence, for: .dumpFlows) {
        datagram throws(NetlinkFailure) in
        tap?.take(datagram, answering: .flows, sequence: sequence, at: Clock.wall())
        let isComplete = try dump.consume(datagram)
        if let flows = dump.takeBatch(of: Self.batch) { deliver(.flows(flows)) }
        return isComplete
      }
    } catch {
      failure = error
    }
    if let flows = dump.takeBatch() { deliver(.flows(flows)) }
    return (dump, failure)
  }

  // MARK: What stands around them

  /// The fill of the table, or nil when the kernel does not say.
  private func readStatistics() -> TableStatistics? {
    (try? list(TableStatistics.self, .statistics, on: &netfilter, for: .readTableSize))?.first
  }

  /// The flowtables; a kernel without them is no error but a sentence.
  private func readFlowtables() throws(KernelError) -> ([Flowtable]?, problem: String?) {
    do throws(KernelError) {
      return (try list(Flowtable.self, .flowtables, on: &netfilter, for: .dumpFlowtables), nil)
    } catch {
      return (nil, try Self.flowtableProblem(error))
    }
  }

  /// Why there are no flowtables, unless it is a lack of privilege: who may not ask for them may not
  /// list flows either, and is told so.
  private static func flowtableProblem(_ error: KernelError) throws(KernelError) -> String {
    guard case .errno(let number, _) = error.cause else { return error.sentence }
    if number == EPERM { throw error }
    return NetlinkAnswer(errno: number).flowtableProblem
  }

  private func readMachine(at now: UInt64) {
    guard isSlowReadDue(at: now) else { return }
    machine = machineReader.read()
  }

  private func readSurroundings(at now: UInt64) {
    guard isSlowReadDue(at: now) else { return }
    slowRead = now
    surroundings.read(at: now, tap: tap)
  }

  private func isSlowReadDue(at now: UInt64) -> Bool {
    slowRead.map { now - $0 >= Self.slowPeriod } ?? true
  }

  /// Asks for a list, with the tap listening.
  private func list<Item: Dumpable>(
    _ kind: Item.Type, _ request: Request, on socket: inout NetlinkSocket,
    for operation: KernelError.Operation
  ) throws(KernelError) -> [Item] {
    try socket.list(kind, request, for: operation, tap: tap).items
  }
}

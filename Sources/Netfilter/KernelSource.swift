package import FlowModel
import Glibc
package import NetlinkWire

/// The kernel of this machine, seen from the namespace of the thread that made this object.
///
/// Flows, the table's fill and the flowtables are read at each poll; devices, addresses and
/// settings, which change rarely, once in `slowPeriod`.
package final class KernelSource: FlowSource {
  /// Sees every datagram of an answer, in place, before it is decoded: which request it answers,
  /// and with what sequence number.
  package typealias Tap = (Request, _ sequence: UInt32, RawSpan) -> Void

  /// How often what changes rarely is read anew, in nanoseconds.
  private static let slowPeriod: UInt64 = 5_000_000_000

  /// For a recorder.
  package var tap: Tap?

  private var netfilter: NetlinkSocket
  private var route: NetlinkSocket
  private let machineReader: MachineReader

  private var number: UInt64 = 0
  private var lastCount = 0
  private var slowRead: UInt64?
  private var links: [Link] = []
  private var addresses: [LocalAddress] = []
  private var machine = Machine()

  /// Opens the sockets.
  ///
  /// `namespace` is the name of the namespace that the program entered, if it did: it only stands
  /// in the snapshots.
  package init(namespace: String? = nil) throws(KernelError) {
    netfilter = try NetlinkSocket(.netfilter)
    route = try NetlinkSocket(.route)
    machineReader = MachineReader(namespace: namespace)
  }

  /// Reads devices, addresses and settings too at the next poll, whenever they were read last.
  package func refresh() { slowRead = nil }

  /// Asks the kernel one short question, to know before a screen is opened whether it answers us.
  package func probe() throws(KernelError) { _ = try askStatistics() }

  package func poll() throws(KernelError) -> Snapshot {
    let start = Clock.monotonic()
    let (dump, isCut) = try readFlows()
    let end = Clock.monotonic()
    let wall = Clock.wall()
    number += 1
    lastCount = dump.flows.count

    let statistics = readStatistics()
    let (flowtables, problem) = readFlowtables()
    readSlowly(at: end)
    return Snapshot(
      number: number, time: end, wallTime: wall, duration: end - start, flows: dump.flows,
      interrupted: isCut || dump.interrupted, malformed: dump.malformed,
      malformedExample: dump.malformedExample, entries: statistics?.entries,
      maxEntries: statistics?.maxEntries, flowtables: flowtables, flowtableProblem: problem,
      links: links, addresses: addresses, machine: machine)
  }

  // MARK: Flows

  /// Dumps the flows.
  ///
  /// When the kernel runs out of room for its answer (ENOBUFS), the dump is begun once more with
  /// eight times the buffer; if that too breaks off, what came is handed on as cut.
  private func readFlows() throws(KernelError) -> (FlowDump, isCut: Bool) {
    var (dump, failure) = dumpFlows()
    if failure?.errno == ENOBUFS {
      netfilter = try NetlinkSocket(.netfilter, receiveBuffer: 8 << 20)
      (dump, failure) = dumpFlows()
    }
    guard let failure else { return (dump, false) }
    // The rest of a broken answer must not meet the next request.
    netfilter = try NetlinkSocket(.netfilter)
    if failure.errno == ENOBUFS && !dump.flows.isEmpty { return (dump, true) }
    throw failure
  }

  private func dumpFlows() -> (FlowDump, KernelError?) {
    let sequence = netfilter.nextSequence()
    var dump = FlowDump(expecting: sequence, capacity: lastCount + lastCount / 8)
    do throws(KernelError) {
      try netfilter.ask(.flows, sequence: sequence, for: .dumpFlows) {
        datagram throws(NetlinkFailure) in
        tap?(.flows, sequence, datagram)
        return try dump.consume(datagram)
      }
      return (dump, nil)
    } catch {
      return (dump, error)
    }
  }

  // MARK: What stands around them

  /// The fill of the table, or nil when the kernel does not say.
  private func readStatistics() -> TableStatistics? { try? askStatistics() }

  private func askStatistics() throws(KernelError) -> TableStatistics? {
    let sequence = netfilter.nextSequence()
    var dump = Dump<TableStatistics>(expecting: sequence)
    try netfilter.ask(.statistics, sequence: sequence, for: .readTableSize) {
      datagram throws(NetlinkFailure) in
      tap?(.statistics, sequence, datagram)
      // One message, without an end of its own.
      return try dump.consume(datagram) || !dump.items.isEmpty
    }
    return dump.items.first
  }

  /// The flowtables; a kernel without them is no error but a sentence.
  private func readFlowtables() -> ([Flowtable]?, problem: String?) {
    do throws(KernelError) {
      return (try list(.flowtables, on: &netfilter, for: .dumpFlowtables), nil)
    } catch {
      switch error.errno {
      case EINVAL, EOPNOTSUPP, EPROTONOSUPPORT, ENOENT:
        return (nil, "this kernel has no nf_tables, and so no flowtables")
      default:
        return (nil, error.sentence)
      }
    }
  }

  private func readSlowly(at now: UInt64) {
    if let slowRead, now - slowRead < Self.slowPeriod { return }
    slowRead = now
    machine = machineReader.read()
    // Names are an aid: without them the flows are still shown.
    links = (try? list(.links, on: &route, for: .dumpLinks)) ?? links
    addresses = (try? list(.addresses, on: &route, for: .dumpAddresses)) ?? addresses
  }

  private func list<Item: Dumpable>(
    _ request: Request, on socket: inout NetlinkSocket, for operation: KernelError.Operation
  ) throws(KernelError) -> [Item] {
    let sequence = socket.nextSequence()
    var dump = Dump<Item>(expecting: sequence)
    do throws(KernelError) {
      try socket.ask(request, sequence: sequence, for: operation) {
        datagram throws(NetlinkFailure) in
        tap?(request, sequence, datagram)
        return try dump.consume(datagram)
      }
      return dump.items
    } catch {
      socket = try NetlinkSocket(request.family == NetlinkFamily.route ? .route : .netfilter)
      throw error
    }
  }
}

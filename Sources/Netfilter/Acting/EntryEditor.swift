import FlowModel
import Glibc
import NetlinkWire

/// Changes single entries of the conntrack table, over a socket of its own.
struct EntryEditor: ~Copyable {
  /// How often a replacement is tried anew when a packet came between its two halves.
  private static let attempts = 8

  private var socket: NetlinkSocket
  private let machine: Machine

  init(_ machine: Machine) throws(KernelError) {
    socket = try NetlinkSocket(.netfilter)
    self.machine = machine
  }

  /// The entry that has a flow's zone and original tuple now; nil where there is none.
  mutating func find(_ flow: Flow) throws(KernelError) -> Flow? {
    do throws(KernelError) {
      return try socket.list(
        Flow.self, .entry(flow.orig, flow.zone), for: .dumpFlows, tap: nil
      ).items.first
    } catch {
      if error.errno == ENOENT { return nil }
      throw error
    }
  }

  /// The very entry: with the id, too.
  mutating func findSame(_ flow: Flow) throws(KernelError) -> Flow? {
    try find(flow).flatMap { $0.id == flow.id ? $0 : nil }
  }

  /// Every entry of the namespace.
  mutating func all() throws(KernelError) -> [Flow] {
    let sequence = socket.nextSequence()
    var dump = FlowDump(expecting: sequence)
    do throws(KernelError) {
      try socket.ask(.flows, sequence: sequence, for: .dumpFlows) {
        datagram throws(NetlinkFailure) in try dump.consume(datagram)
      }
    } catch {
      try socket.reopen()
      throw error
    }
    return dump.flows
  }

  /// How many deletes go into one datagram: their answers fit into any socket's buffer.
  static let batch = 128

  /// Deletes entries, `batch` of them at the most, in one datagram.
  mutating func delete(_ flows: ArraySlice<Flow>) throws(KernelError) -> [ActionResult] {
    var results: [ActionResult] = []
    var messages: [UInt8] = []
    var asked: [Flow] = []
    let first = socket.nextSequences(flows.count)
    for flow in flows {
      do throws(KernelError) {
        messages += try DeleteRequest(for: flow, sequence: first &+ UInt32(asked.count)).bytes
        asked.append(flow)
      } catch {
        results.append(ActionResult(flow, .failed(error.sentence + ".")))
      }
    }
    guard !asked.isEmpty else { return results }
    let answers: [NetlinkAnswer]
    do throws(KernelError) {
      answers = try socket.transact(messages, first: first, count: asked.count, for: .deleteFlow)
    } catch {
      try socket.reopen()
      return results + asked.map { ActionResult($0, .failed(error.sentence + ".")) }
    }
    return results + zip(asked, answers).map { ActionResult($0, Self.outcome($1)) }
  }

  private static func outcome(_ answer: NetlinkAnswer) -> ActionResult.Outcome {
    do throws(KernelError) {
      return try Deletion(answer) == .deleted ? .done(nil) : .alreadyGone
    } catch {
      return .failed(error.sentence + ".")
    }
  }

  /// Puts an equal entry with another bond in the place of one; its connection goes on.
  mutating func replace(
    _ flow: Flow, _ bond: Replacement.Bond
  ) throws(KernelError) -> ActionResult.Outcome {
    let replacement = Replacement(of: flow, bond, on: machine)
    var current = flow
    for _ in 0..<Self.attempts {
      let first = socket.nextSequences(2)
      let messages = try replacement.messages(replacing: current, sequence: first)
      let answers: [NetlinkAnswer]
      do throws(KernelError) {
        answers = try socket.transact(messages, first: first, count: 2, for: .replaceFlow)
      } catch {
        try socket.reopen()
        throw error
      }
      switch (answers[0].errno, answers[1].errno) {
      case (0, 0):
        return .done(try find(flow))
      case (0, EEXIST):
        // A packet was faster, and the kernel picked its connection up: replace that entry.
        guard let picked = try findInTheWay(of: flow) else {
          return try restore(flow, after: answers[1])
        }
        current = picked
      case (0, _):
        return try restore(flow, after: answers[1])
      case (ENOENT, 0):
        return try undo(flow)
      case (ENOENT, _):
        return .alreadyGone
      default:
        throw KernelError(.replaceFlow, errno: answers[0].errno, message: answers[0].message)
      }
    }
    return .failed("Packets came too fast between the two halves of the replacement; try again.")
  }

  /// The entry that a packet made in the gap: of the one direction, or of the other.
  private mutating func findInTheWay(of flow: Flow) throws(KernelError) -> Flow? {
    if let picked = try find(flow) { return picked }
    var answering = flow
    answering.orig = flow.reply
    answering.zone.direction =
      switch flow.zone.direction {
      case .both: .both
      case .orig: .reply
      case .reply: .orig
      }
    return try find(answering)
  }

  /// The old entry is gone and the kernel did not take the new one: makes it as it was.
  private mutating func restore(
    _ flow: Flow, after answer: NetlinkAnswer
  ) throws(KernelError) -> ActionResult.Outcome {
    let error = KernelError(.replaceFlow, errno: answer.errno, message: answer.message)
    let first = socket.nextSequence()
    let bytes = try Replacement(of: flow, .none, on: machine).creation(sequence: first)
    let again = try socket.transact(bytes, first: first, count: 1, for: .replaceFlow)
    // EEXIST: the connection has been picked up meanwhile.
    if again[0].errno == 0 || again[0].errno == EEXIST {
      return .failed(error.sentence + "; the entry was put back as it was.")
    }
    return .failed(error.sentence + "; the entry is gone, as after a flush.")
  }

  /// The old entry had gone before, so that the new one stands for nothing: takes it away again.
  private mutating func undo(_ flow: Flow) throws(KernelError) -> ActionResult.Outcome {
    if let made = try find(flow) { _ = try delete([made]) }
    return .alreadyGone
  }
}

import FlowModel
import NetlinkWire

extension RulesetReader {
  /// Asks for the parts of a ruleset, and notes what was amiss with the answers.
  struct Asker {
    let tap: (any PollTap)?
    /// A list changed while it was read, each time that it was.
    private(set) var wasInterrupted = false
    /// The first message that could not be decoded, as one sentence.
    private(set) var malformedExample: String?
    /// The last set that was asked for has more elements than there was room for.
    private(set) var wasTooMany = false

    init(tap: (any PollTap)?) { self.tap = tap }

    /// Begins a whole reading.
    mutating func begin() {
      wasInterrupted = false
      malformedExample = nil
    }

    mutating func generation(on socket: inout NetlinkSocket) throws(KernelError) -> UInt32 {
      let found = try list(RulesetGeneration.self, .generation, on: &socket)
      guard let id = found.first?.id else {
        throw KernelError(.dumpRuleset, .malformed("it gave no generation"))
      }
      return id
    }

    mutating func list<Item: Dumpable>(
      _ kind: Item.Type, _ request: Request, on socket: inout NetlinkSocket
    ) throws(KernelError) -> [Item] {
      let dump = try socket.list(kind, request, for: .dumpRuleset, tap: tap)
      if dump.interrupted { wasInterrupted = true }
      if malformedExample == nil { malformedExample = dump.malformedExample }
      return dump.items
    }

    /// The elements of a set; nil when there are more than that, or they could not be read.
    mutating func elements(
      of set: Ruleset.SetName, atMost most: Int, on socket: inout NetlinkSocket
    ) throws(KernelError) -> [Ruleset.Element]? {
      wasTooMany = false
      let sequence = socket.nextSequence()
      let request = Request.elements(set)
      var dump = Dump<SetElements>(expecting: sequence)
      var messages = 0
      var count = 0
      do throws(KernelError) {
        try socket.ask(request, sequence: sequence, for: .dumpRuleset) {
          datagram throws(NetlinkFailure) in
          tap?.take(datagram, answering: request, sequence: sequence, at: Clock.wall())
          let isComplete = try dump.consume(datagram)
          for item in dump.items[messages...] { count += item.elements.count }
          messages = dump.items.count
          return isComplete || count > most
        }
      } catch {
        try socket.reopen()
        return nil
      }
      if dump.interrupted { wasInterrupted = true }
      guard count <= most else {
        wasTooMany = true
        NetlinkSocket.tell(tap, request, errno: NetlinkSocket.tooLong)
        try socket.reopen()
        return nil
      }
      guard dump.malformed == 0 else { return nil }
      return dump.items.flatMap(\.elements)
    }
  }
}

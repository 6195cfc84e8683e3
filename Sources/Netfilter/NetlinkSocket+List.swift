import NetlinkWire

extension NetlinkSocket {
  /// How often a list that changes while it is read is asked for; the last answer is taken as it is.
  private static let listAttempts = 3

  /// Asks for a list; one that changed on the way (`NLM_F_DUMP_INTR`) is asked for again.
  ///
  /// After an error the socket is another one.
  mutating func list<Item: Dumpable>(
    _ kind: Item.Type, _ request: Request, for operation: KernelError.Operation,
    tap: (any PollTap)?
  ) throws(KernelError) -> Dump<Item> {
    do throws(KernelError) {
      for _ in 1..<Self.listAttempts {
        let dump = try listOnce(kind, request, for: operation, tap: tap)
        if !dump.interrupted { return dump }
      }
      return try listOnce(kind, request, for: operation, tap: tap)
    } catch {
      try reopen()
      throw error
    }
  }

  /// Becomes another socket: the rest of an answer on its way must not meet the next request.
  mutating func reopen() throws(KernelError) { self = try NetlinkSocket(bus) }

  private mutating func listOnce<Item: Dumpable>(
    _ kind: Item.Type, _ request: Request, for operation: KernelError.Operation,
    tap: (any PollTap)?
  ) throws(KernelError) -> Dump<Item> {
    let sequence = nextSequence()
    var dump = Dump<Item>(expecting: sequence)
    try ask(request, sequence: sequence, for: operation) { datagram throws(NetlinkFailure) in
      tap?.take(datagram, answering: request, sequence: sequence, at: Clock.wall())
      let isComplete = try dump.consume(datagram)
      // A single message has no end of its own.
      return isComplete || !request.isDump && !dump.items.isEmpty
    }
    return dump
  }
}

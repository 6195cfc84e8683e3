import NetlinkWire

extension NetlinkSocket {
  /// How often a list that changes while it is read is asked for; the last answer is taken as it is.
  private static let listAttempts = 3

  /// `EFBIG`, which the kernel answers to no request: what is told of a list that was too long.
  static let tooLong: Int32 = 27

  /// Asks for a list; one that changed on the way (`NLM_F_DUMP_INTR`) is asked for again.
  ///
  /// After an error the socket is another one: the rest of a broken answer must not meet the next
  /// request. A list longer than `limit` is an error, `EFBIG`, which the tap is told of, too.
  mutating func list<Item: Dumpable>(
    _ kind: Item.Type, _ request: Request, for operation: KernelError.Operation,
    tap: (any PollTap)?, limit: Int = .max
  ) throws(KernelError) -> Dump<Item> {
    do throws(KernelError) {
      for _ in 1..<Self.listAttempts {
        let dump = try listOnce(kind, request, for: operation, tap: tap, limit: limit)
        if !dump.interrupted { return dump }
      }
      return try listOnce(kind, request, for: operation, tap: tap, limit: limit)
    } catch {
      if error.errno == Self.tooLong { Self.tell(tap, request, errno: Self.tooLong) }
      try reopen()
      throw error
    }
  }

  /// Becomes another socket: the rest of an answer on its way must not meet the next request.
  mutating func reopen() throws(KernelError) { self = try NetlinkSocket(bus) }

  /// Tells the tap an answer that did not come from the kernel: an empty list, or a refusal.
  static func tell(_ tap: (any PollTap)?, _ request: Request, errno: Int32 = 0) {
    guard let tap else { return }
    var writer = MessageWriter()
    // A sequence of its own: it stands in place of what came before.
    writer.done(sequence: .max, errno: errno)
    tap.take(writer.bytes.span.bytes, answering: request, sequence: .max, at: Clock.wall())
  }

  private mutating func listOnce<Item: Dumpable>(
    _ kind: Item.Type, _ request: Request, for operation: KernelError.Operation,
    tap: (any PollTap)?, limit: Int
  ) throws(KernelError) -> Dump<Item> {
    let sequence = nextSequence()
    var dump = Dump<Item>(expecting: sequence)
    try ask(request, sequence: sequence, for: operation) { datagram throws(NetlinkFailure) in
      tap?.take(datagram, answering: request, sequence: sequence, at: Clock.wall())
      let isComplete = try dump.consume(datagram)
      if dump.items.count > limit { throw .refused(NetlinkAnswer(errno: Self.tooLong)) }
      // A single message has no end of its own.
      return isComplete || !request.isDump && !dump.items.isEmpty
    }
    return dump
  }
}

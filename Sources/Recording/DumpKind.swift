import NetlinkWire

/// What a dump in a capture lists.
struct DumpKind: Equatable, Sendable {
  /// nil for something that flowlanes does not read.
  let item: (any Dumpable.Type)?

  init(_ item: (any Dumpable.Type)?) { self.item = item }

  /// By the type of a request.
  init(requestType type: UInt16, netlinkFamily family: UInt16) {
    if family == NetlinkFamily.netfilter && type == MessageType.getFlowAndZero {
      self.init(requestType: MessageType.getFlow, netlinkFamily: family)
      return
    }
    if family == NetlinkFamily.generic && type >= MessageType.firstDealtOut {
      // The player lets through no other dump of a family whose number is dealt out.
      self.init(FeatureBits.self)
      return
    }
    self.init(Dumpables.all.first { $0.requestType == type && $0.netlinkFamily == family })
  }

  /// By the type of an answer.
  init(answerType type: UInt16, netlinkFamily family: UInt16) {
    if family == NetlinkFamily.generic && type >= MessageType.firstDealtOut {
      self.init(FeatureBits.self)
      return
    }
    self.init(Dumpables.all.first { $0.messageType == type && $0.netlinkFamily == family })
  }

  func lists(_ item: any Dumpable.Type) -> Bool { self == DumpKind(item) }

  static func == (a: DumpKind, b: DumpKind) -> Bool {
    a.item.map { ObjectIdentifier($0) } == b.item.map { ObjectIdentifier($0) }
  }
}

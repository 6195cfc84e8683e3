import FlowModel
import NetlinkWire

// What the dumps and events of a capture do to the table and the lists.
extension Player {
  /// Events make a list no longer than this: each is looked for in it, and a capture can hold millions.
  static let longestList = 16_384

  /// Applies a whole dump of the conntrack table.
  mutating func applyFlows(_ dump: PlayedDump, at time: UInt64) {
    if dump.isFiltered {
      // It tells nothing of the entries that it left out.
      for flow in dump.flows { table.update(flow, at: time) }
    } else {
      table.replace(with: dump.flows, of: dump.request?.family, at: time)
    }
  }

  /// Applies a dump of a list, unless it was a part of it.
  mutating func apply(_ dump: PlayedDump) {
    if ruleset.apply(dump) { return }
    guard !dump.isFiltered else { return }
    let family = dump.request?.rawFamily ?? 0
    switch dump.list {
    case let list as Items<Flowtable> where family == 0:
      pending.flowtables = list.items
      pending.flowtableProblem = nil
    case let list as Items<Link> where family == 0 || family == PlayedRequest.packetFamily:
      pending.links = list.items
    case let list as Items<LocalAddress> where family == 0:
      pending.addresses = list.items
    case let list as Items<LocalAddress>:
      let kept = pending.addresses.filter { ($0.address.ipv4 == nil) == (family == 2) }
      pending.addresses = kept + list.items
    default: applyRouting(dump)
    }
  }

  /// Takes in that the kernel refused to list something.
  ///
  /// - Parameter request: the one that it refused, when the capture has it.
  mutating func lack(_ kind: DumpKind, _ request: PlayedRequest?, _ answer: NetlinkAnswer) {
    if kind.lists(RulesetGeneration.self) { ruleset.lack(answer) }
    if kind.lists(SetElements.self) { ruleset.lackElements(request) }
    if kind.lists(Flowtable.self) {
      pending.flowtables = nil
      pending.flowtableProblem = answer.flowtableProblem
    }
    lackRouting(kind)
  }

  /// Applies one message that belongs to no dump: an event, or what our recording says of a change.
  mutating func change(
    _ datagram: RawSpan, _ message: Message, of family: UInt16, at time: UInt64
  ) throws(DecodeError) {
    switch family {
    case NetlinkFamily.netfilter: try changeNetfilter(datagram, message, at: time)
    case NetlinkFamily.route: try changeDevices(datagram, message)
    case NetlinkFamily.generic: try changeFeatures(datagram, message)
    default: break
    }
  }

  private mutating func changeNetfilter(
    _ datagram: RawSpan, _ message: Message, at time: UInt64
  ) throws(DecodeError) {
    switch message.type {
    case MessageType.flow:
      table.update(try Flow(decoding: datagram, message), at: time)
      changedSinceSnapshot = true
    case MessageType.flowGone:
      table.remove(try Flow(decoding: datagram, message).key)
      changedSinceSnapshot = true
    case MessageType.statistics:
      let statistics = try TableStatistics(decoding: datagram, message)
      pending.entries = statistics.entries
      pending.maxEntries = statistics.maxEntries
    case MessageType.generation:
      ruleset.begin(try RulesetGeneration(decoding: datagram, message), comments: comments)
    case MessageType.flowtable, MessageType.flowtableGone:
      let flowtable = try Flowtable(decoding: datagram, message)
      var list = pending.flowtables ?? []
      list.removeAll {
        $0.family == flowtable.family && $0.table == flowtable.table && $0.name == flowtable.name
      }
      if message.type == MessageType.flowtable { Self.add(flowtable, to: &list) }
      pending.flowtables = list
    default: break
    }
  }

  private mutating func changeDevices(
    _ datagram: RawSpan, _ message: Message
  ) throws(DecodeError) {
    switch message.type {
    case MessageType.link, MessageType.linkGone:
      guard let link = try Link(decoding: datagram, message) else { return }
      pending.links.removeAll { $0.index == link.index }
      if message.type == MessageType.link { Self.add(link, to: &pending.links) }
    case MessageType.address, MessageType.addressGone:
      guard let address = try LocalAddress(decoding: datagram, message) else { return }
      pending.addresses.removeAll { $0.link == address.link && $0.address == address.address }
      if message.type == MessageType.address { Self.add(address, to: &pending.addresses) }
    default: try changeRouting(datagram, message)
    }
  }

  private static func add<Item>(_ item: Item, to list: inout [Item]) {
    if list.count < longestList { list.append(item) }
  }
}

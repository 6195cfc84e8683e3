import NetlinkWire

/// The items of a dump, whatever their kind is.
protocol ItemList: Sendable {
  /// Takes in one message of their kind.
  mutating func take(_ datagram: RawSpan, _ message: Message) throws(DecodeError)
  /// Whether another list is of this kind and says the same.
  func isEqual(to other: any ItemList) -> Bool
}

/// The items of a dump of one kind.
struct Items<Item: Dumpable>: ItemList {
  private(set) var items: [Item] = []

  mutating func take(_ datagram: RawSpan, _ message: Message) throws(DecodeError) {
    try Item.decode(datagram, message, into: &items)
  }

  func isEqual(to other: any ItemList) -> Bool {
    (other as? Items).map { Item.tellTheSame($0.items, items) } ?? false
  }
}

extension Dumpable {
  /// An empty list of this kind.
  static var noItems: any ItemList { Items<Self>() }

  /// What datagrams list that answer a request with this sequence.
  static func items(
    in datagrams: [[UInt8]], sequence: UInt32
  ) throws(NetlinkFailure) -> any ItemList {
    var dump = Dump<Self>(expecting: sequence)
    for datagram in datagrams {
      if try unsafe dump.consume(datagram.span.bytes) { break }
    }
    return Items(items: dump.items)
  }
}

import FlowModel

/// A set or map, arranged so that a lookup needs no walk over its elements.
struct SetIndex: Sendable {
  /// What a lookup found.
  enum Finding: Hashable {
    case missed
    /// An element, by its place.
    case found(Int)
    /// It cannot be told: an octet of the key is not known, or the elements are not.
    case open
  }

  private enum Storage: Sendable {
    case exact([SetKey: Int32])
    case exactLong([[UInt8]: Int32])
    case intervals(IntervalIndex)
    case ranges(RangeIndex)
    case unreadable
  }

  let definition: Ruleset.SetDefinition
  /// The catch-all element.
  let catchall: Int?
  /// Whether packets change it, so that what is in it now tells of now alone.
  let isDynamic: Bool
  private let storage: Storage

  /// How many elements are looked at one by one where part of a key is not known.
  private static let patience = 256

  init(_ definition: Ruleset.SetDefinition, isUpdated: Bool) {
    self.definition = definition
    isDynamic = isUpdated || definition.flags.contains(.dynamic)
    catchall = definition.elements?.firstIndex { $0.isCatchall }
    storage = Self.arrange(definition)
  }

  private static func arrange(_ definition: Ruleset.SetDefinition) -> Storage {
    guard let elements = definition.elements else { return .unreadable }
    let length = definition.keyLength
    guard length > 0, length <= Ruleset.Register.size else { return .unreadable }
    let isConcatenated = !definition.fieldLengths.isEmpty || definition.flags.contains(.concat)
    if definition.flags.contains(.interval) {
      if isConcatenated {
        return RangeIndex(elements, keyLength: length, fieldLengths: definition.fieldLengths)
          .map { .ranges($0) } ?? .unreadable
      }
      return length <= 16 ? .intervals(IntervalIndex(elements)) : .unreadable
    }
    if length <= 16 {
      var exact: [SetKey: Int32] = [:]
      exact.reserveCapacity(elements.count)
      for (index, element) in elements.enumerated() where !element.isCatchall {
        exact[SetKey(element.key)] = Int32(index)
      }
      return .exact(exact)
    }
    var exact: [[UInt8]: Int32] = [:]
    exact.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() where !element.isCatchall {
      exact[element.key + [UInt8](repeating: 0, count: max(0, length - element.key.count))] =
        Int32(index)
    }
    return .exactLong(exact)
  }

  /// Looks for what stands in the registers, without regard to the catch-all element.
  func find(_ registers: Registers, at offset: Int) -> Finding {
    let length = definition.keyLength
    guard Registers.holds(offset, length) else { return .open }
    let isKnown = registers.isKnown(offset, length)
    switch storage {
    case .unreadable:
      return .open
    case .intervals(let intervals):
      return intervals.find(
        from: registers.key(offset, length),
        to: registers.key(offset, length, highest: true))
    case .exact(let exact):
      guard isKnown else { return search(registers, at: offset) }
      return Self.finding(exact[registers.key(offset, length)])
    case .exactLong(let exact):
      guard isKnown, let octets = registers.octets(offset, length) else {
        return search(registers, at: offset)
      }
      return Self.finding(exact[octets])
    case .ranges(let ranges):
      guard isKnown, let octets = registers.octets(offset, length) else {
        return ranges.mayHold(registers, at: offset) ? .open : .missed
      }
      return ranges.find(octets)
    }
  }

  private static func finding(_ index: Int32?) -> Finding {
    index.map { .found(Int($0)) } ?? .missed
  }

  /// Whether any element may be the key, of which part is not known.
  private func search(_ registers: Registers, at offset: Int) -> Finding {
    guard let elements = definition.elements, elements.count <= Self.patience else { return .open }
    for element in elements where !element.isCatchall {
      if registers.mayBe(element.key, at: offset) { return .open }
    }
    return .missed
  }

  /// What an element maps to, or nil.
  func data(_ index: Int) -> Ruleset.Element.Data? { definition.elements?[index].data }

  /// Whether any element names one of these objects; so it is where the elements are not known.
  func mapsTo<Name: Hashable>(anyOf objects: Set<Name>, _ name: (String) -> Name) -> Bool {
    definition.elements?.contains { element in
      if case .object(let object)? = element.data { objects.contains(name(object)) } else { false }
    } ?? true
  }

  /// Whether an element carries a limit or the like, which may keep it from matching.
  func isConditional(_ index: Int) -> Bool { definition.elements?[index].isConditional ?? true }
}

/// Intervals without concatenation: where they begin and where they end, in order.
struct IntervalIndex: Sendable {
  private struct Boundary: Sendable {
    var key: SetKey
    /// The element that begins here, or -1 where one ends.
    var element: Int32
  }

  private var boundaries: [Boundary] = []

  init(_ elements: [Ruleset.Element]) {
    boundaries.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() where !element.isCatchall {
      boundaries.append(
        Boundary(key: SetKey(element.key), element: element.isIntervalEnd ? -1 : Int32(index)))
      if let end = element.keyEnd.flatMap(Self.successor), !element.isIntervalEnd {
        boundaries.append(Boundary(key: SetKey(end), element: -1))
      }
    }
    // Where one interval ends and the next begins, the beginning counts.
    boundaries.sort { $0.key != $1.key ? $0.key < $1.key : $0.element < $1.element }
  }

  /// The next greater octets, or nil after the last.
  private static func successor(_ octets: [UInt8]) -> [UInt8]? {
    var next = octets
    for index in next.indices.reversed() {
      next[index] &+= 1
      if next[index] != 0 { return next }
    }
    return nil
  }

  /// Looks up what lies anywhere from `from` to `to`: the greatest boundary at or below decides
  /// (`nft_rbtree_lookup`).
  func find(from: SetKey, to: SetKey) -> SetIndex.Finding {
    let first = element(below: upperBound(from))
    if from == to { return first < 0 ? .missed : .found(Int(first)) }
    let start = upperBound(from)
    let end = upperBound(to)
    // All the same on the way: nothing found anywhere, or one interval over all.
    for index in start..<end where boundaries[index].element >= 0 || first >= 0 { return .open }
    return first < 0 ? .missed : .found(Int(first))
  }

  private func element(below index: Int) -> Int32 {
    index == 0 ? -1 : boundaries[index - 1].element
  }

  /// The first boundary beyond a key.
  private func upperBound(_ key: SetKey) -> Int {
    var low = 0
    var high = boundaries.count
    while low < high {
      let middle = (low + high) / 2
      if boundaries[middle].key <= key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

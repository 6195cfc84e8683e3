/// The attributes of a netlink message as a tree, to take apart and put together otherwise.
///
/// Written apart from the decoder under test: a little-endian walk that trusts `NLA_F_NESTED`.
struct AttributeTree: Equatable {
  var type: UInt16
  var value: [UInt8]
  var children: [AttributeTree]?

  static func parse(_ bytes: ArraySlice<UInt8>) -> [AttributeTree] {
    var found: [AttributeTree] = []
    var rest = bytes
    while rest.count >= 4 {
      let start = rest.startIndex
      let length = Int(rest[start]) | Int(rest[start + 1]) << 8
      let type = UInt16(rest[start + 2]) | UInt16(rest[start + 3]) << 8
      let value = rest[(start + 4)..<(start + length)]
      let children = type & 0x8000 != 0 ? parse(value) : nil
      found.append(AttributeTree(type: type, value: Array(value), children: children))
      rest = rest.dropFirst((length + 3) & ~3)
    }
    return found
  }

  static func bytes(_ trees: [AttributeTree]) -> [UInt8] {
    trees.flatMap { tree -> [UInt8] in
      let value = tree.children.map { bytes($0) } ?? tree.value
      let length = value.count + 4
      let padding = [UInt8](repeating: 0, count: -length & 3)
      return [
        UInt8(length & 0xff), UInt8(length >> 8), UInt8(tree.type & 0xff), UInt8(tree.type >> 8),
      ] + value + padding
    }
  }

  /// Every forest that comes of inserting an attribute at one place, at any depth.
  static func inserting(_ stranger: AttributeTree, into trees: [AttributeTree]) -> [[AttributeTree]]
  {
    var forests = (0...trees.count).map { place in
      Array(trees[..<place]) + [stranger] + Array(trees[place...])
    }
    for (i, tree) in trees.enumerated() {
      guard let children = tree.children else { continue }
      for changed in inserting(stranger, into: children) {
        var copy = trees
        copy[i].children = changed
        forests.append(copy)
      }
    }
    return forests
  }

  static func shuffled(
    _ trees: [AttributeTree], using generator: inout some RandomNumberGenerator
  ) -> [AttributeTree] {
    var result: [AttributeTree] = []
    for tree in trees {
      var copy = tree
      copy.children = tree.children.map { shuffled($0, using: &generator) }
      result.append(copy)
    }
    return result.shuffled(using: &generator)
  }
}

/// A message with other attributes after its first `fixed` bytes, and the length that goes with it.
func message(_ original: [UInt8], fixed: Int, with trees: [AttributeTree]) -> [UInt8] {
  var bytes = Array(original[..<fixed]) + AttributeTree.bytes(trees)
  for i in 0..<4 { bytes[i] = UInt8(bytes.count >> (8 * i) & 0xff) }
  return bytes
}

/// A generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

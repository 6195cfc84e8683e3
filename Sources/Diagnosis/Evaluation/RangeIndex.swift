import FlowModel

/// Concatenated keys of which each field may be a range: `10.0.0.0/8 . 80-90`.
///
/// Elements are grouped by which of their fields are exact; within a group the exact fields lead to
/// a bucket, and in it the first other field is searched in order.
struct RangeIndex: Sendable {
  private struct Bucket: Sendable {
    /// Elements by where their range of the searched field begins.
    var elements: [Int32] = []
    var starts: [SetKey] = []
    /// The greatest end of this and of all before it.
    var ends: [SetKey] = []
  }

  private struct Group: Sendable {
    var exact: [Int]
    var searched: Int?
    var buckets: [[UInt8]: Bucket] = [:]
  }

  /// Where each field lies in a key.
  private let fields: [Range<Int>]
  private let elements: [Ruleset.Element]
  private var groups: [Group] = []

  /// How many elements of a bucket a lookup may look at.
  private static let patience = 2000

  /// nil when the fields do not fill the key.
  init?(_ elements: [Ruleset.Element], keyLength: Int, fieldLengths: [Int]) {
    var fields: [Range<Int>] = []
    var offset = 0
    for length in fieldLengths {
      guard length > 0, length <= 16 else { return nil }
      fields.append(offset..<offset + length)
      offset += (length + 3) / 4 * 4
    }
    guard !fields.isEmpty, offset == keyLength else { return nil }
    self.fields = fields
    self.elements = elements
    var places: [[Int]: Int] = [:]
    for (index, element) in elements.enumerated() where !element.isCatchall {
      let end = element.keyEnd ?? element.key
      guard element.key.count == keyLength, end.count == keyLength else { return nil }
      let exact = fields.indices.filter { element.key[fields[$0]] == end[fields[$0]] }
      let place = places[exact] ?? groups.count
      if place == groups.count {
        places[exact] = place
        groups.append(Group(exact: exact, searched: fields.indices.first { !exact.contains($0) }))
      }
      groups[place].buckets[octets(of: exact, element.key), default: Bucket()].elements
        .append(Int32(index))
    }
    for place in groups.indices { arrange(&groups[place]) }
  }

  private func octets(of chosen: [Int], _ key: [UInt8]) -> [UInt8] {
    chosen.flatMap { key[fields[$0]] }
  }

  private func arrange(_ group: inout Group) {
    guard let searched = group.searched else { return }
    let field = fields[searched]
    for exact in group.buckets.keys {
      guard var bucket = group.buckets[exact] else { continue }
      let sorted = bucket.elements.map {
        (start: SetKey(elements[Int($0)].key[field]), element: $0)
      }
      .sorted { $0.start < $1.start }
      bucket.elements = sorted.map(\.element)
      bucket.starts = sorted.map(\.start)
      var end = SetKey()
      bucket.ends = sorted.map { entry in
        let element = elements[Int(entry.element)]
        end = max(end, SetKey((element.keyEnd ?? element.key)[field]))
        return end
      }
      group.buckets[exact] = bucket
    }
  }

  func find(_ key: [UInt8]) -> SetIndex.Finding {
    for group in groups {
      guard let bucket = group.buckets[octets(of: group.exact, key)] else { continue }
      guard let searched = group.searched else {
        return bucket.elements.first.map { .found(Int($0)) } ?? .missed
      }
      switch find(key, SetKey(key[fields[searched]]), in: bucket) {
      case .missed: continue
      case let other: return other
      }
    }
    return .missed
  }

  private func find(_ key: [UInt8], _ field: SetKey, in bucket: Bucket) -> SetIndex.Finding {
    var low = 0
    var high = bucket.starts.count
    while low < high {
      let middle = (low + high) / 2
      if bucket.starts[middle] <= field { low = middle + 1 } else { high = middle }
    }
    var looked = 0
    while low > 0 && bucket.ends[low - 1] >= field {
      low -= 1
      looked += 1
      let index = Int(bucket.elements[low])
      if holds(key, elements[index]) { return .found(index) }
      if looked > Self.patience { return .open }
    }
    return .missed
  }

  private func holds(_ key: [UInt8], _ element: Ruleset.Element) -> Bool {
    let end = element.keyEnd ?? element.key
    for field in fields {
      if SetKey(key[field]) < SetKey(element.key[field]) { return false }
      if SetKey(key[field]) > SetKey(end[field]) { return false }
    }
    return true
  }

  /// Whether any element may hold a key of which part is not known.
  func mayHold(_ registers: Registers, at offset: Int) -> Bool {
    guard elements.count <= 256 else { return true }
    return elements.contains { element in
      guard !element.isCatchall else { return false }
      let end = element.keyEnd ?? element.key
      return fields.allSatisfy { field in
        let least = registers.key(offset + field.lowerBound, field.count)
        let greatest = registers.key(offset + field.lowerBound, field.count, highest: true)
        return greatest >= SetKey(element.key[field]) && least <= SetKey(end[field])
      }
    }
  }
}

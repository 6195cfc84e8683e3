import FlowModel

/// What changed about flowtables, their devices and the ruleset since they were first seen.
///
/// A poll that could not read them proves nothing and changes nothing.
package struct Drift: Sendable {
  package struct Event: Hashable, Sendable {
    /// Nanoseconds since 1970, of the first poll that saw it.
    package let wallTime: UInt64
    /// One sentence without its full stop; names as they came from outside.
    package let text: String
    /// Whether offloading may have suffered from it.
    package let isLoss: Bool
  }

  /// When watching began; nanoseconds since 1970, nil before the first poll.
  package private(set) var since: UInt64?
  /// The oldest first; of many only the newest are kept.
  package private(set) var events: [Event] = []
  /// How often polls saw another generation of the ruleset, and when last.
  package private(set) var rulesetChanges = 0
  package private(set) var rulesetChanged: UInt64?

  private var time: UInt64 = 0
  private var wallTime: UInt64 = 0
  private var generation: UInt32?
  private var flowtables: [Name: Flowtable]?
  /// The devices that flowtables named at any time; nil while there is none of that name.
  private var devices: [String: Link?] = [:]

  private struct Name: Hashable {
    let family: String
    let table: String
    let name: String

    init(_ flowtable: Flowtable) {
      family = flowtable.family
      table = flowtable.table
      name = flowtable.name
    }
  }

  /// More than these are not of a ruleset that anybody wrote.
  private static let most = 256
  private static let mostEvents = 200

  package init() {}

  mutating func take(_ snapshot: Snapshot) {
    // A recording that begins again.
    if snapshot.time < time { self = Drift() }
    time = snapshot.time
    wallTime = snapshot.wallTime
    if since == nil { since = wallTime }
    if let new = snapshot.ruleset?.generation {
      if let old = generation, old != new {
        rulesetChanges += 1
        rulesetChanged = wallTime
      }
      generation = new
    }
    if let tables = snapshot.flowtables { take(tables.prefix(Self.most)) }
    if !snapshot.links.isEmpty { take(snapshot.links) }
  }

  private mutating func note(_ text: String, isLoss: Bool = false) {
    events.append(Event(wallTime: wallTime, text: text, isLoss: isLoss))
    if events.count > Self.mostEvents { events.removeFirst() }
  }

  // MARK: Flowtables

  private mutating func take(_ tables: ArraySlice<Flowtable>) {
    let now = Dictionary(tables.map { (Name($0), $0) }, uniquingKeysWith: { first, _ in first })
    defer { flowtables = now }
    guard let before = flowtables else { return }
    for table in tables {
      guard let old = before[Name(table)] else {
        note("flowtable \(table.name) came (\(table.family) \(table.table))")
        continue
      }
      if old != table { compare(old, table) }
    }
    let gone = before.filter { now[$0.key] == nil }.map(\.value).sorted { $0.name < $1.name }
    for table in gone {
      note("flowtable \(table.name) went (\(table.family) \(table.table))", isLoss: true)
    }
  }

  private mutating func compare(_ old: Flowtable, _ new: Flowtable) {
    let name = new.name
    if let before = old.handle, let now = new.handle, before != now {
      note("\(name) was made anew: handle \(before), now \(now)")
    }
    if old.flags != new.flags {
      let lost = !old.flags.subtracting(new.flags).isEmpty
      note("\(name): flags \(Self.words(old.flags)), now \(Self.words(new.flags))", isLoss: lost)
    }
    if old.priority != new.priority || old.hook != new.hook {
      note("\(name): priority \(old.priority), now \(new.priority)")
    }
    for device in old.devices.prefix(Self.most) where !new.devices.contains(device) {
      note("\(name) lost \(device)", isLoss: true)
    }
    for device in new.devices.prefix(Self.most) where !old.devices.contains(device) {
      note("\(name) gained \(device)")
    }
    if let before = old.use, let now = new.use, before != now {
      note("\(name): offloading rules \(before), now \(now)", isLoss: now < before)
    }
  }

  private static func words(_ flags: Flowtable.Flags) -> String {
    var words: [String] = []
    if flags.contains(.offload) { words.append("offload") }
    if flags.contains(.counter) { words.append("counter") }
    let rest = flags.subtracting([.offload, .counter]).rawValue
    if rest != 0 { words.append("0x" + String(rest, radix: 16)) }
    return words.isEmpty ? "none" : words.joined(separator: " ")
  }

  // MARK: Devices

  private mutating func take(_ links: [Link]) {
    let now = Dictionary(links.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (name, before) in devices.sorted(by: { $0.key < $1.key }) {
      let link = now[name]
      if link != before { compare(name, before, link, links) }
      devices[name] = .some(link)
    }
    for table in flowtables?.values.map(\.devices) ?? [] {
      for name in table.prefix(Self.most) where devices[name] == nil && !name.hasSuffix("*") {
        devices[name] = .some(now[name])
      }
    }
  }

  private mutating func compare(_ name: String, _ before: Link?, _ now: Link?, _ links: [Link]) {
    switch (before, now) {
    case (let before?, nil):
      let heir = links.first { $0.index == before.index }
      note(heir.map { "\(name) is called \($0.name) now" } ?? "\(name) vanished", isLoss: true)
    case (nil, .some): note("\(name) is there again")
    case (let before?, let now?):
      if before.index != now.index {
        note("\(name) was made anew: index \(before.index), now \(now.index)", isLoss: true)
      }
      if before.isUp != now.isUp {
        note("\(name) went \(now.isUp ? "up" : "down")", isLoss: !now.isUp)
      }
    case (nil, nil): break
    }
  }
}

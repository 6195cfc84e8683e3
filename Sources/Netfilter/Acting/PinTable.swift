import FlowModel
import NetlinkWire

/// Our table in the kernel, `inet flowlanes`: read over netlink, written with nft(8).
struct PinTable: ~Copyable {
  private var socket: NetlinkSocket

  /// What stands in the table; nothing where there is none.
  struct Content {
    /// Only our own table, with its sets and chains.
    var ruleset = Ruleset(generation: 0)
    var flowtable: Flowtable?

    var exists: Bool { !ruleset.tables.isEmpty }
    var hasChain: Bool { !ruleset.chains.isEmpty }

    /// The ids that are pinned to a lane.
    func ids(_ lane: LanePin.Lane) -> [UInt32] { elements(lane).map(\.id) }

    /// The same with what stands beside them.
    func elements(_ lane: LanePin.Lane) -> [PinScript.Element] {
      let name = lane == .fast ? LanePins.fastSet : LanePins.slowMap
      return ruleset.sets.filter { $0.name == name }.flatMap { $0.elements ?? [] }
        .compactMap { element in
          LanePins.id(element).map { id in
            PinScript.Element(
              id: id, seconds: max(1, (element.expiration ?? 1000) / 1000),
              until: LanePins.until(element))
          }
        }
    }

    /// What the table says of pins.
    var pins = LanePins()
  }

  init() throws(KernelError) { socket = try NetlinkSocket(.netfilter) }

  /// Reads the table; a kernel without nf_tables has none.
  mutating func read() throws(KernelError) -> Content {
    var content = Content()
    do throws(KernelError) {
      content.ruleset.tables = try list(Ruleset.Table.self, .tables).filter {
        $0.name == LanePins.table
      }
    } catch {
      if NetlinkAnswer(errno: error.errno ?? 0).isMissingSubsystem { return content }
      throw error
    }
    guard content.exists else { return content }
    content.ruleset.chains = try list(Ruleset.Chain.self, .chains)
      .filter { $0.table == LanePins.table }
    content.ruleset.rules = try list(Ruleset.Rule.self, .rules)
      .filter { $0.table == LanePins.table }
    content.ruleset.objects = try list(Ruleset.Object.self, .objects)
      .filter { $0.table == LanePins.table }
    content.ruleset.sets = try list(Ruleset.SetDefinition.self, .sets)
      .filter { $0.table == LanePins.table }
    for i in content.ruleset.sets.indices {
      let set = content.ruleset.sets[i].fullName
      content.ruleset.sets[i].elements = try list(SetElements.self, .elements(set))
        .flatMap(\.elements)
    }
    content.flowtable = try list(Flowtable.self, .flowtables).first {
      $0.family == "inet" && $0.table == LanePins.table.name
    }
    content.pins = LanePins(flows: [], ruleset: content.ruleset, wallTime: Clock.wall())
    return content
  }

  /// The names of all tables.
  mutating func names() throws(KernelError) -> [Ruleset.TableName] {
    try list(Ruleset.Table.self, .tables).map(\.name)
  }

  private mutating func list<Item: Dumpable>(
    _ kind: Item.Type, _ request: Request
  ) throws(KernelError) -> [Item] {
    try socket.list(kind, request, for: .changePinTable, tap: nil).items
  }

  /// Has nft carry out a script; what keeps it from that is a clause.
  static func apply(_ script: PinScript) throws(KernelError) { try apply(script.text) }

  static func apply(_ script: String) throws(KernelError) {
    switch NftProgram.run(ruleset: script) {
    case .done: return
    case .unavailable(let clause): throw KernelError(.changePinTable, .refused(clause))
    case .failed(let words):
      throw KernelError(.changePinTable, .refused("nft said: \(RulesetCheck.complaint(words))"))
    }
  }
}

extension NetlinkAnswer {
  /// Whether the kernel lacks what was asked: a subsystem, or a family in it.
  var isMissingSubsystem: Bool { [22, 93, 95, 97].contains(errno) }
}

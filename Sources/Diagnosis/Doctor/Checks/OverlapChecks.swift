import FlowModel

// Flowtables that stand in each other's way.
extension Examination {
  /// Whether two flowtables, one of them for hardware, share a device.
  func overlap() -> [Check] {
    let tables = flowtables
    for (i, one) in tables.enumerated() {
      for other in tables[(i + 1)...]
      where one.flags.contains(.offload) || other.flags.contains(.offload) {
        let shared = one.devices.filter { other.devices.contains($0) }
        guard !shared.isEmpty else { continue }
        return [
          Check(
            "flowtable-overlap", .warn,
            "Flowtables \(one.label) and \(other.label) share \(shared.listed): a driver may serve"
              + " only one of them.",
            [removal(of: one.flags.contains(.offload) ? other : one)])
        ]
      }
    }
    return []
  }

  /// Takes a flowtable away; the kernel lets go of none that a rule names.
  private func removal(of flowtable: Flowtable) -> Remedy {
    let rules = rules(of: flowtable) ?? []
    let table = NftCommand.table(flowtable.family, flowtable.table)
    return Remedy(
      "Keep the other one: delete \(flowtable.label) with its rules, and let others offload in their place.",
      command: NftCommand.lines(
        rules.map { NftCommand.deleteRule($0.rule) } + [
          table.flatMap { table in
            NftCommand.word(flowtable.name).map { "nft delete flowtable \(table) \($0)" }
          }
        ]))
  }
}

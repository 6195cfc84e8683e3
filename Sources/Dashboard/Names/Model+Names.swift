import Canvas
package import FlowModel

extension Model {
  /// The addresses on screen that a name server could be asked for.
  package var addressesToAsk: [Address] {
    guard settings.names.mode == .dns, settings.mask == nil else { return [] }
    let records = moment.store.records
    let seen = listing.rows.dropFirst(listing.top).prefix(ScreenLayout(size).table.height)
    var addresses: [Address] = []
    for place in seen where records.indices.contains(place) {
      let orig = records[place].flow.orig
      addresses += [orig.source, orig.destination].filter(settings.names.mayAsk)
    }
    return addresses
  }

  mutating func turnNames() {
    guard settings.mask == nil else {
      return say("Names would tell what privacy hides.", .warning)
    }
    let modes = Configuration.Names.allCases
    let at = modes.firstIndex(of: settings.names.mode) ?? 0
    settings.names.mode = modes[(at + 1) % modes.count]
    switch settings.names.mode {
    case .off: say("Names off: addresses and ports.")
    case .local: say("Names of the hosts and services files.")
    case .dns: say("Names of the files, else the name server's.")
    }
  }
}

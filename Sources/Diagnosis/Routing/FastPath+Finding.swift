package import FlowModel

extension Diagnostician {
  /// What a flowtable for these flows would be like: one that forwards between the devices of the
  /// ruleset's own flowtables and those of the flows.
  ///
  /// Without devices where none of them is known.
  package func fastPath(for flows: [Flow]) -> FastPath {
    guard let around else { return FastPath() }
    var devices: [String] = []
    func add(_ link: Link) {
      // Nothing comes in by a device that is down, and none can be hooked that is not there.
      guard link.isUp, link.name != "lo", !devices.contains(link.name) else { return }
      devices.append(link.name)
    }
    let tables = (around.flowtables ?? []).filter { !$0.isOurs }
    for link in around.parts.links where tables.contains(where: { $0.lists(link.name) }) {
      add(link)
    }
    for flow in flows {
      let path = FlowCase(flow, nil, around).path
      for link in around.incoming(path.input, flow.orig.source) { add(link) }
      for link in around.incoming(path.output, flow.reply.source) { add(link) }
    }
    let offloading = tables.filter { $0.flags.contains(.offload) }
    // One device that no hardware forwards for would have the kernel refuse the whole flowtable.
    let triesHardware =
      !devices.isEmpty
      && devices.allSatisfy { device in offloading.contains { $0.lists(device) } }
    return FastPath(devices: devices, triesHardware: triesHardware)
  }
}

extension Surroundings {
  /// The devices by which packets come in from one side: the lowest ones, and the route's own where
  /// the kernel may look for the flowtable there.
  fileprivate func incoming(_ answer: RouteAnswer, _ far: Address) -> [Link] {
    answer.targets.flatMap { target -> [Link] in
      guard case .device(let index, let gateway) = target, let link = links[index] else {
        return []
      }
      let (ends, isComplete) = links.ends(of: link, towards: gateway ?? far, by: index)
      let isBelow = behavior.looksBelow == true && isComplete && !ends.isEmpty
      return isBelow ? ends : [link] + ends
    }
  }
}

extension Flowtable {
  /// Whether it is that of our own table.
  fileprivate var isOurs: Bool {
    family == LanePins.table.family.name && table == LanePins.table.name
  }
}

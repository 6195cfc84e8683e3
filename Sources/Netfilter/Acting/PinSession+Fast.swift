import FlowModel
import NetlinkWire

// Pins to the fast path: ids in the set of our table, whose rule offloads them.
extension PinSession {
  /// Puts the flows that may be pinned into our set, all at once, and makes what offloads them.
  mutating func pinFast(_ results: inout [ActionResult]) {
    var places: [Int] = []
    var flows: [Flow] = []
    for (place, result) in results.enumerated() {
      guard case .done(let flow?) = result.outcome else { continue }
      places.append(place)
      flows.append(flow)
    }
    guard !flows.isEmpty else { return }
    do throws(KernelError) {
      try addFast(flows)
    } catch {
      for place in places { results[place].outcome = .failed(error.sentence + ".") }
    }
  }

  private mutating func addFast(_ flows: [Flow]) throws(KernelError) {
    guard case .pin(_, let until) = request.action else { return }
    content = try table.read()
    let listed = Set(content.ids(.fast))
    var elements = PinScript()
    let again = flows.map(\.id).filter(listed.contains)
    // An element keeps its time when it is added once more.
    if !again.isEmpty { elements.remove(again, of: .fast) }
    elements.addFast(flows, seconds: Self.seconds(until: until))
    var path = request.fastPath
    let known = content.flowtable?.devices ?? []
    if let flags = content.flowtable?.flags { path.triesHardware = flags.contains(.offload) }
    let isReady = content.hasChain && path.devices.allSatisfy(known.contains)
    if !isReady, path.devices.filter(PinScript.isName).isEmpty, known.isEmpty {
      throw KernelError(
        .changePinTable, .refused("the devices that these flows pass are not known"))
    }
    if isReady { return try PinTable.apply(elements) }
    do throws(KernelError) {
      try PinTable.apply(Self.script(path, hasChain: content.hasChain) + elements.text)
    } catch {
      // The driver may take no second flowtable on a device: then in software.
      guard path.triesHardware, content.flowtable == nil else { throw error }
      path.triesHardware = false
      try PinTable.apply(Self.script(path, hasChain: content.hasChain) + elements.text)
    }
  }

  private static func script(_ path: FastPath, hasChain: Bool) -> String {
    var script = PinScript()
    script.makeFastPath(path, hasChain: hasChain)
    return script.text
  }

  /// Takes the released ids out of our set, and ends what our flowtable carries for them.
  mutating func letGo(_ results: inout [ActionResult]) {
    guard !released.isEmpty else { return }
    let ids = Set(released)
    released = []
    do throws(KernelError) {
      content = try table.read()
      try rebuild(without: ids)
    } catch {
      for place in results.indices where ids.contains(results[place].flow.id) {
        results[place].outcome = .failed(error.sentence + ".")
      }
    }
  }

  /// Makes our table anew without some ids, in one transaction.
  ///
  /// With the flowtable all that it carries goes; what stays pinned is offloaded again by its next packet.
  /// So no entry is touched, and no connection notices.
  private func rebuild(without ids: Set<UInt32>) throws(KernelError) {
    guard content.exists, !content.pins.isTableForeign else { return }
    var script = PinScript()
    script.removeTable()
    if let flowtable = content.flowtable {
      let staying = content.elements(.fast).filter { !ids.contains($0.id) }
      if !staying.isEmpty {
        let path = FastPath(
          devices: flowtable.devices, triesHardware: flowtable.flags.contains(.offload))
        script.makeFastPath(path, hasChain: false)
        script.addFast(staying)
      }
    }
    script.addSlow(content.elements(.slow))
    try PinTable.apply(script)
  }
}

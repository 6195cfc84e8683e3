import FlowModel
import Testing

@testable import Diagnosis

/// Between which devices a flowtable of ours would forward.
@Suite struct FastPathTests {
  private func fastPath(
    _ flows: [Flow] = [PaperFlow.flow()], _ change: (inout Router) -> Void = { _ in }
  ) -> FastPath {
    var router = Router()
    change(&router)
    var diagnostician = Diagnostician()
    diagnostician.update(router.snapshot(flows))
    return diagnostician.fastPath(for: flows)
  }

  @Test func joinsTheDevicesOfTheFlowtablesAndOfTheFlow() {
    #expect(fastPath() == FastPath(devices: ["lan0", "wan0"]))
    #expect(fastPath { $0.flowtables = [] }.devices == ["lan0", "wan0"])
    let more = fastPath { router in
      router.add("dmz0")
      router.list("lan0", "dmz0")
    }
    #expect(more.devices == ["lan0", "dmz0", "wan0"])
    #expect(fastPath([]).devices == ["lan0", "wan0"])
  }

  @Test func aDeviceThatIsDownOrNotThereCannotBeHooked() {
    #expect(fastPath { $0.list("lan0", "wan0", "gone0") }.devices == ["lan0", "wan0"])
    let down = fastPath([]) { router in
      let dmz = router.add("dmz0")
      router.links[Int(dmz) - 1].isUp = false
      router.list("lan0", "dmz0")
    }
    #expect(down.devices == ["lan0"])
  }

  @Test func aPatternStandsForWhatItNames() {
    let path = fastPath([]) { router in
      router.add("lan1")
      router.list("lan*")
    }
    #expect(path.devices == ["lan0", "lan1"])
  }

  @Test func packetsComeByTheDeviceBelow() {
    let isVLAN = fastPath {
      PathSituations.vlan(&$0); $0.flowtables = []
    }
    #expect(isVLAN.devices == ["lan0", "wan0"])
    let isBridge = fastPath {
      PathSituations.bridge(&$0); $0.flowtables = []
    }
    #expect(isBridge.devices == ["lan0", "wan0"])
    // A kernel that does not look below finds the flowtable at the device of the route alone.
    let isOld = fastPath {
      $0.kernel = "5.10.262"
      PathSituations.vlan(&$0)
      $0.flowtables = []
    }
    #expect(isOld.devices == ["lan0.10", "lan0", "wan0"])
  }

  @Test func hardwareIsTriedWhereItCoversEveryDevice() {
    #expect(fastPath { $0.list("lan0", "wan0", flags: [.offload]) }.triesHardware)
    #expect(!fastPath { $0.list("lan0", flags: [.offload]) }.triesHardware)
    #expect(!fastPath { $0.flowtables = [] }.triesHardware)
    #expect(!fastPath().triesHardware)
  }

  @Test func ourOwnTableIsNotTakenForTheRulesets() {
    let path = fastPath([]) { router in
      router.flowtables = [
        Flowtable(
          family: "inet", table: "flowlanes", name: "fast", devices: ["lan0"], flags: [.offload])
      ]
    }
    #expect(path == FastPath())
  }

  @Test func nothingIsKnownBeforeTheFirstPoll() {
    #expect(Diagnostician().fastPath(for: [PaperFlow.flow()]) == FastPath())
  }
}

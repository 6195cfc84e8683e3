import FlowModel

@testable import Diagnosis

/// Offloaded flows: software and hardware.
enum HardwareSituations {
  typealias P = PaperFlow

  static let all: [Situation] = [
    Situation(best: "in hardware", P.offloaded(hardware: true)),
    Situation(best: "no device can do better", P.offloaded()),
    Situation(best: "no flowtable at all: something else offloaded it", P.offloaded()) {
      $0.flowtables = []
    },
    Situation("both devices could", .noHardwareFlag, P.offloaded()) {
      $0.features = features(lan: .off, wan: .off)
    },
    Situation("one device could, and the other not", .noHardwareFlag, .likely, P.offloaded()) {
      $0.features = features(lan: .off, wan: .none)
    },
    Situation("nobody says what devices can", .noHardwareFlag, .unknown, P.offloaded()) {
      $0.features = []
    },
    Situation("another flowtable has it from hardware", .noHardwareFlag, P.offloaded()) {
      $0.flowtables?.append(
        Flowtable(
          family: "inet", table: "other", name: "g", devices: ["lan0", "wan0"], flags: .offload))
    },
    Situation("turned off on every device", .noHardwareDevice, .likely, P.offloaded()) {
      $0.features = features(lan: .off, wan: .off)
      $0.list("lan0", "wan0", flags: [.offload, .counter])
    },
    Situation(
      "asked a moment ago", .hardwarePending, .likely, P.offloaded(), P.watched(60, laneSince: 998)
    ) {
      $0.list("lan0", "wan0", flags: [.offload, .counter])
    },
    Situation(
      "asked long ago", .hardwareRefused, .likely, P.offloaded(), P.watched(60, laneSince: 950)
    ) {
      $0.list("lan0", "wan0", flags: [.offload, .counter])
    },
    Situation("asked nobody knows when", .hardwareRefused, .unknown, P.offloaded()) {
      $0.list("lan0", "wan0", flags: [.offload, .counter])
    },
    Situation(
      "counters move that no flowtable moves", .halfOffloaded, .likely, P.offloaded(),
      P.watched(60, replyMoved: 999)
    ) {
      $0.list("lan0", "wan0", flags: [])
    },
    Situation(
      best: "its first packets were counted", P.offloaded(),
      P.watched(60, laneSince: 998, replyMoved: 999)
    ) {
      $0.list("lan0", "wan0", flags: [])
    },
    Situation(
      "hardware let it go, and it is silent", .lingering, .likely, P.offloaded(),
      P.watched(60, laneSince: 990, wasFaster: true, origMoved: 985)
    ) {
      $0.kernel = "6.18.32"
    },
    Situation("silent only", .lingering, .unknown, P.offloaded(), P.watched(60, origMoved: 985)) {
      $0.kernel = "6.18.32"
    },
    Situation(
      best: "silent on 6.12, which ends with the end", P.offloaded(), P.watched(60, origMoved: 985)),
  ]

  enum Switch {
    case none
    case off
    case on
  }

  static func features(lan: Switch, wan: Switch) -> [DeviceFeatures] {
    [(Router.lan, "lan0", lan), (Router.wan, "wan0", wan)].map { link, name, state in
      DeviceFeatures(
        link: link, name: name, hardwareOffload: state == .on, canOffload: state != .none)
    }
  }
}

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "flowlanes",
  products: [.executable(name: "flowlanes", targets: ["flowlanes"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Pure: no C, no Glibc, no Dispatch, no Foundation (.ci/imports fails the build on one).
    .target(name: "FlowModel"),
    .target(name: "NetlinkWire", dependencies: ["FlowModel"]),
    .target(name: "Recording", dependencies: ["FlowModel", "NetlinkWire"]),
    .target(name: "Diagnosis", dependencies: ["FlowModel"]),
    .target(name: "Canvas"),
    .target(name: "Dashboard", dependencies: ["FlowModel", "Diagnosis", "Canvas"]),

    // The kernel and the terminal: the only targets that see C.
    .target(
      name: "Netfilter",
      dependencies: [
        "FlowModel", "NetlinkWire", "Recording", "CMnl", "CNetfilterConntrack", "CNftables",
      ]),
    .target(name: "Terminal", dependencies: ["Canvas", "CNCurses", "CTerminalGuard"]),
    .executableTarget(
      name: "flowlanes",
      dependencies: [
        "FlowModel", "NetlinkWire", "Diagnosis", "Recording", "Canvas", "Dashboard", "Netfilter",
        "Terminal", "CEmbedded", "CHeap", "CNoFoundation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // C held at arm's length.
    .systemLibrary(name: "CMnl", pkgConfig: "libmnl", providers: [.apt(["libmnl-dev"])]),
    .systemLibrary(
      name: "CNetfilterConntrack", pkgConfig: "libnetfilter_conntrack",
      providers: [.apt(["libnetfilter-conntrack-dev"])]),
    // No pkgConfig: ncursesw's prints flags that SwiftPM prohibits, at every build.
    .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CNftables", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CTerminalGuard"),
    .target(name: "CHeap"),
    // Not in debug builds, so that `swift package generate-manual` works.
    .target(
      name: "CNoFoundation",
      cSettings: [.define("FLOWLANES_NO_FOUNDATION", .when(configuration: .release))]),
    .target(name: "CEmbedded", exclude: ["demo.pcapng"]),

    .testTarget(name: "FlowModelTests", dependencies: ["FlowModel"]),
    .testTarget(
      name: "NetlinkWireTests", dependencies: ["FlowModel", "NetlinkWire"], exclude: ["Fixtures"]),
    .testTarget(
      name: "RecordingTests", dependencies: ["FlowModel", "NetlinkWire", "Recording"],
      exclude: ["Fixtures"]),
    .testTarget(name: "DiagnosisTests", dependencies: ["FlowModel", "Diagnosis"]),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
    .testTarget(name: "TerminalTests", dependencies: ["Canvas", "Terminal"]),
    .testTarget(
      name: "DashboardTests", dependencies: ["FlowModel", "Diagnosis", "Canvas", "Dashboard"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "NetfilterTests",
      dependencies: [
        "FlowModel", "NetlinkWire", "Diagnosis", "Netfilter", "Recording", "CMnl",
        "CNetfilterConntrack",
      ],
      exclude: ["Rulesets"]),
    .testTarget(
      name: "OutputTests",
      dependencies: [
        "FlowModel", "Diagnosis", "Canvas", "Dashboard", "Netfilter", "flowlanes",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ]
)

/// Targets that touch no unsafe memory without saying so: strict memory safety holds there.
let pure: Set = ["FlowModel", "NetlinkWire", "Diagnosis", "Recording", "Canvas", "Dashboard"]
/// Targets that live on the main queue, where curses and the model are confined.
let outer: Set = ["Terminal", "flowlanes"]

for target in package.targets where target.type != .system {
  let isSwift =
    !target.name.hasPrefix("C") || target.name == "Canvas" || target.name == "CanvasTests"
  guard isSwift else { continue }
  var settings = target.swiftSettings ?? []
  settings += [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
  if pure.contains(target.name) { settings.append(.strictMemorySafety()) }
  if outer.contains(target.name) { settings.append(.defaultIsolation(MainActor.self)) }
  target.swiftSettings = settings
}

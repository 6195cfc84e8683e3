import ArgumentParser
import Diagnosis
import FlowModel
import Glibc
import Netfilter

/// Prints the configuration that offloads: `flowlanes setup`.
struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup",
    abstract: "Prints the ruleset that offloads, for nft or for OpenWrt.",
    discussion: """
      It prints and never applies. The ruleset is checked with nft -c where nft is installed and may \
      ask the kernel. What nft complains of stands on standard error; the exit status is 1 then, or 69 \
      where the kernel has no flowtables.
      """)

  /// The values of `--format`.
  nonisolated enum Format: String, CaseIterable, ExpressibleByArgument {
    case nft
    case openwrt
  }

  @Option(
    help: ArgumentHelp(
      "The devices between which packets are forwarded, the inner one first: lan0,wan0.",
      valueName: "names"))
  var devices: String?

  @Option(
    help: ArgumentHelp("Offload connections to these ports alone: 80,443.", valueName: "numbers"))
  var ports: String?

  @Flag(help: "Let the network cards forward, too.")
  var hardware = false

  @Option(help: ArgumentHelp("For nft or for openwrt.", valueName: "format"))
  var format = Format.nft

  @Option(
    help: ArgumentHelp(
      "Look for the devices in the network namespace of this name.", valueName: "name"))
  var netns: String?

  func validate() throws {
    switch format {
    case .nft:
      if devices == nil {
        throw ValidationError("setup needs --devices, as in --devices lan0,wan0.")
      }
    case .openwrt:
      if ports != nil {
        throw ValidationError(
          "--ports has no counterpart in OpenWrt's /etc/config/firewall: leave it out.")
      }
    }
    _ = try deviceNames()
    _ = try portNumbers()
  }

  func run() throws {
    let names = try deviceNames()
    if !names.isEmpty || netns != nil { try Self.look(for: names, netns: netns) }
    let setup = Setup(devices: names, ports: try portNumbers(), hardware: hardware)
    let text = format == .nft ? setup.ruleset : setup.openWrt
    var output = StandardOutput()
    output.text.append(text)
    output.flush()
    guard format == .nft else { return }
    switch RulesetCheck.check(text) {
    case .passed: return
    case .unchecked(let why):
      CommandFailure("the ruleset was not checked: \(why)", status: 0).write()
    case .refused(let complaint):
      let (hint, status) = Self.hint(complaint, setup)
      throw CommandFailure(
        "nft would not load this ruleset here: \(complaint)\(hint)", status: status)
    }
  }

  // MARK: What is asked for

  private func deviceNames() throws -> [String] {
    guard let devices else { return [] }
    let names = devices.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where !Setup.isDeviceName(name) {
      throw ValidationError("\"\(name)\" cannot be a device's name in a ruleset.")
    }
    if Set(names).count != names.count {
      throw ValidationError("--devices names a device twice.")
    }
    return names
  }

  private func portNumbers() throws -> [UInt16] {
    guard let ports else { return [] }
    return try ports.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let port = UInt16(word), port > 0, word.utf8.first != UInt8(ascii: "+") else {
        throw ValidationError("\"\(word)\" is no port: --ports takes numbers from 1 to 65535.")
      }
      return port
    }
  }

  // MARK: What is there

  /// Refuses devices that are not there.
  private static func look(for names: [String], netns: String?) throws(CommandFailure) {
    let links: [Link]
    do throws(KernelError) {
      if let netns { try NetworkNamespace.enter(netns) }
      links = try LinkReader.read()
    } catch {
      throw CommandFailure(error)
    }
    let there = Set(links.map(\.name))
    let missing = names.filter { !there.contains($0) }
    guard !missing.isEmpty else { return }
    let known = links.map(\.name).filter { $0 != "lo" }.sorted()
    throw CommandFailure(
      "there is no device \(missing.joined(separator: " and no "))"
        + (known.isEmpty ? "" : "; there are \(known.joined(separator: ", "))"), status: 64)
  }

  /// What a complaint most likely means, and its exit status.
  private static func hint(_ complaint: String, _ setup: Setup) -> (String, Int32) {
    if complaint.holds("Operation not supported") {
      return setup.hardware
        ? ("; one of the devices cannot offload in hardware: try without --hardware", 1)
        : ("; this kernel lacks what it needs", 69)
    }
    if complaint.holds("No such file or directory"), complaint.holds("flow") {
      return ("; this kernel has no flowtables: its module nf_flow_table_inet is missing", 69)
    }
    return ("", 1)
  }
}

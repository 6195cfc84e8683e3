import Testing

@testable import Diagnosis

@Suite struct SetupTests {
  /// Lines that nft(8) reads: no comments, nothing blank.
  private func code(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter {
      !$0.drop { $0 == "\t" }.hasPrefix("#")
    }
  }

  @Test func ruleset() {
    #expect(
      code(Setup(devices: ["lan0", "wan0"]).ruleset) == [
        "table inet flowlanes_setup",
        "delete table inet flowlanes_setup",
        "table inet flowlanes_setup {",
        "\tflowtable f {",
        "\t\thook ingress priority filter",
        "\t\tdevices = { \"lan0\", \"wan0\" }",
        "\t\tcounter",
        "\t}",
        "\tchain forward {",
        "\t\ttype filter hook forward priority filter; policy drop;",
        "\t\tct state invalid drop",
        "\t\tct state established meta l4proto { tcp, udp } flow add @f",
        "\t\tct state established,related accept",
        "\t\tiifname \"lan0\" oifname \"wan0\" accept",
        "\t}",
        "}",
      ])
  }

  @Test func rulesetForHardwareAndPorts() {
    let code = code(
      Setup(devices: ["lan0", "wan0", "wan1"], ports: [80, 443], hardware: true).ruleset)
    #expect(code.contains("\t\tflags offload"))
    #expect(
      code.contains(
        "\t\tct state established meta l4proto { tcp, udp } th dport { 80, 443 } flow add @f"))
    #expect(code.contains("\t\tiifname \"lan0\" oifname { \"wan0\", \"wan1\" } accept"))
  }

  @Test func everyLineOfTheRulesetIsExplained() {
    let lines = Setup(devices: ["lan0", "wan0"], hardware: true).ruleset.split(separator: "\n")
    #expect(lines.filter { $0.contains("#") }.count > 15)
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test func openWrt() {
    #expect(
      code(Setup(devices: []).openWrt) == ["config defaults", "\toption flow_offloading '1'"])
    #expect(
      code(Setup(devices: [], hardware: true).openWrt) == [
        "config defaults", "\toption flow_offloading '1'", "\toption flow_offloading_hw '1'",
      ])
  }

  @Test(arguments: ["lan0", "eth0.100", "br-lan", "wan@if3", "pppoe-wan", "a_b", "a23456789012345"])
  func namesOfDevices(name: String) { #expect(Setup.isDeviceName(name)) }

  @Test(arguments: [
    "", ".", "..", "a b", "a;b", "a\"b", "a'b", "$(id)", "a/b", "a}b", "a\nb", "a,b", "a*", "é",
    "a234567890123456",
  ])
  func namesThatAreNone(name: String) { #expect(!Setup.isDeviceName(name)) }
}

import Testing

@testable import Diagnosis

@Suite struct ReasonTests {
  /// The codes are a promise to users: DESIGN.md section 3.
  @Test func codesStayAsPromised() {
    #expect(
      ReasonCode.allCases.map(\.rawValue) == [
        "protocol", "not-established", "closing", "unreplied", "idle", "no-support",
        "no-flowtable", "no-rule", "input-device", "output-device", "local", "helper",
        "sequence-adjust", "nat-clash", "ipsec", "pinned-slow", "waiting", "half-offloaded",
        "lingering", "no-hardware-flag", "no-hardware-device", "hardware-refused",
        "hardware-pending", "unknown",
      ])
  }
}

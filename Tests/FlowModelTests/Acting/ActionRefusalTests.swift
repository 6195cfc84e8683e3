import FlowModel
import Testing

@Suite struct ActionRefusalTests {
  private static let slow = FlowAction.pin(.slow, until: nil)
  private static let fast = FlowAction.pin(.fast, until: nil)

  private static func sentence(
    _ action: FlowAction, pin: LanePin? = nil, machine: Machine = Machine(),
    _ change: (inout Flow) -> Void = { _ in }
  ) -> String? {
    var flow = Sample.flow()
    flow.state = ConnectionState(l4: .tcp, rawValue: ConnectionState.tcpEstablished)
    change(&flow)
    return ActionRefusal.sentence(action, flow, pin: pin, machine: machine)
  }

  @Test(arguments: [slow, fast, .reset, .flush])
  func anEstablishedConnectionIsRefusedNothing(action: FlowAction) {
    #expect(Self.sentence(action) == nil)
  }

  @Test func whatHasNoPinCannotLoseIt() {
    #expect(Self.sentence(.unpin) != nil)
    #expect(Self.sentence(.unpin, pin: LanePin(.fast, by: .table)) == nil)
  }

  @Test(arguments: [slow, fast, .reset])
  func whatTheKernelNeverOffloadsIsRefused(action: FlowAction) {
    let icmp = Self.sentence(action) { $0.orig.l4 = .icmp }
    #expect(icmp?.contains("icmp") ?? false)
  }

  @Test(arguments: [slow, fast, .reset])
  func aHelperOfOthersIsRefusedAndNamed(action: FlowAction) {
    let said = Self.sentence(action) { $0.extras = FlowExtras(helper: "ftp") }
    #expect(said?.contains("ftp") ?? false)
  }

  @Test func aHelperOfOursMayGo() {
    let pin = LanePin(.slow, by: .helper("flowlanes-00001"))
    for action in [Self.slow, Self.fast, .reset, .unpin] {
      let said = Self.sentence(action, pin: pin) {
        $0.extras = FlowExtras(helper: "flowlanes-00001")
      }
      #expect(said == nil, "\(action)")
    }
  }

  @Test(arguments: [slow, .reset])
  func whatANewEntryWouldLoseIsRefused(action: FlowAction) {
    #expect(Self.sentence(action) { $0.status.insert(.seqAdjust) } != nil)
    #expect(Self.sentence(action) { $0.status.insert(.expected) } != nil)
    #expect(Self.sentence(action) { $0.status.insert(.fixedTimeout) } != nil)
    #expect(Self.sentence(action) { $0.status.insert(.dying) } != nil)
  }

  @Test(arguments: [slow, fast, .reset])
  func aConnectionThatIsNotEstablishedIsRefused(action: FlowAction) {
    let syn = Self.sentence(action) { $0.state = ConnectionState(l4: .tcp, rawValue: 1) }
    #expect(syn?.contains("SYN_SENT") ?? false)
    let silent = Self.sentence(action) { $0.status.remove(.seenReply) }
    #expect(silent?.contains("answer") ?? false)
    // Of an offloaded flow the kernel tells neither.
    let offloaded = Self.sentence(action) {
      $0.status.insert(.offload)
      $0.state = nil
    }
    #expect(offloaded == nil)
  }

  @Test func udpCannotBeHeldSlowWithoutTheModule() {
    var machine = Machine()
    machine.modules["nfnetlink_cthelper"] = .missing
    let udp: (inout Flow) -> Void = {
      $0.orig.l4 = .udp
      $0.state = nil
    }
    #expect(Self.sentence(Self.slow, machine: machine, udp)?.contains("cthelper") ?? false)
    #expect(Self.sentence(Self.slow, machine: Machine(), udp) == nil)
    #expect(Self.sentence(Self.slow, machine: machine) == nil)
  }
}

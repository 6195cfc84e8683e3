import Glibc
import Netfilter
import Testing

@Suite struct KernelErrorTests {
  @Test(arguments: [
    (KernelError(.dumpFlows, errno: EPERM), 77, "setcap cap_net_admin+ep"),
    (KernelError(.deleteFlow, errno: EPERM), 77, "sudo"),
    (KernelError(.dumpFlows, errno: EINVAL), 69, "modprobe nf_conntrack_netlink"),
    (KernelError(.dumpFlows, errno: EOPNOTSUPP), 69, "modprobe nf_conntrack_netlink"),
    (KernelError(.openSocket, errno: EPROTONOSUPPORT), 69, "modprobe nfnetlink"),
    (KernelError(.dumpFlows, errno: ENOBUFS), 1, "rmem_max"),
    (KernelError(.deleteFlow, errno: EBUSY), 1, "while a flow is offloaded"),
    (KernelError(.dumpFlows, .truncated), 1, "longer than the receive buffer"),
    (KernelError(.dumpFlows, .silent), 1, "within 10 seconds"),
    (KernelError(.enterNamespace("x"), .noSuchNamespace(known: ["a", "b"])), 64, "there are a, b"),
    (KernelError(.enterNamespace("x"), .noSuchNamespace(known: [])), 64, "ip netns add"),
    (KernelError(.enterNamespace("/"), .badNamespaceName), 64, "no slash"),
    (KernelError(.dumpFlows, errno: EIO, message: "words"), 1, "words"),
  ])
  func eachFailureSaysWhatToDo(error: KernelError, status: Int32, piece: String) {
    #expect(error.exitStatus == status)
    #expect(error.sentence.contains(piece))
    #expect(!error.sentence.contains("\n"))
  }

  @Test(arguments: [
    "", ".", "..", "a/b", "/", "../run", "a\0b", String(repeating: "x", count: 256),
  ])
  func aNameThatIsNoNameIsRefusedBeforeAnythingIsOpened(name: String) {
    #expect(throws: KernelError(.enterNamespace(name), .badNamespaceName)) {
      try NetworkNamespace.enter(name)
    }
  }

  @Test func aNamespaceThatIsNotThereIsNamedWithThoseThatAre() {
    let name = "no-such-namespace-\(getpid())"
    let expected = KernelError(
      .enterNamespace(name), .noSuchNamespace(known: NetworkNamespace.names()))
    #expect(throws: expected) { try NetworkNamespace.enter(name) }
  }
}

import Netfilter

/// Opens the kernel for a command: in the wanted namespace, and known to answer.
nonisolated enum KernelAccess {
  static func open(netns: String?) throws(CommandFailure) -> sending KernelSource {
    do throws(KernelError) {
      // First of all: threads that start later inherit the namespace.
      if let netns { try NetworkNamespace.enter(netns) }
      let source = try KernelSource(namespace: netns)
      try source.probe()
      return source
    } catch {
      throw CommandFailure(error)
    }
  }
}

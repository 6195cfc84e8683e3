package import FlowModel

/// The flow that our own questions to the name server make: nothing that the router carries.
package struct OwnLookups: Sendable, Equatable {
  let from: Address
  let port: UInt16
  let server: Address

  package init(from: Address, port: UInt16, server: Address) {
    self.from = from
    self.port = port
    self.server = server
  }

  func makes(_ flow: Flow) -> Bool {
    flow.l4 == .udp && flow.orig.sourcePort == port && flow.orig.destinationPort == 53
      && flow.orig.source == from && flow.orig.destination == server
  }
}

import FlowModel
import Glibc
import NetlinkWire

/// What stands around the flows and changes rarely: devices, addresses, routes, neighbours, queueing
/// disciplines, features and the policies of IPsec.
///
/// All of it is an aid: where some of it cannot be read, the flows are still shown. What cannot be
/// read now stays as it was read last, but for what would then be wrong with certainty.
final class Surroundings {
  /// A routing table longer than this is none of a router that this program explains.
  private static let mostRoutes = 50_000
  private static let mostNeighbors = 16_384
  /// How long what was too much, or not there, is not asked for again; nanoseconds.
  private static let restPeriod: UInt64 = 60_000_000_000

  private var route: NetlinkSocket
  private var generic: NetlinkSocket
  private var resting: [Request: UInt64] = [:]

  private var links: [Link] = []
  private var addresses: [LocalAddress] = []
  private var routes: [Route]?
  private var routingRules: [RoutingRule] = []
  private var neighbors: [Neighbor] = []
  private var forwarding: [Neighbor] = []
  private var features: [DeviceFeatures] = []
  private var qdiscs: [QueueingDiscipline] = []
  private var ipsecPolicies: [IPsecPolicy]?

  init() throws(KernelError) {
    route = try NetlinkSocket(.route)
    generic = try NetlinkSocket(.generic)
  }

  /// Reads all of it anew; the time is of the clock that never jumps.
  func read(at now: UInt64, tap: (any PollTap)?) {
    links = (try? route.list(Link.self, .links, for: .dumpLinks, tap: tap).items) ?? links
    addresses =
      (try? route.list(LocalAddress.self, .addresses, for: .dumpAddresses, tap: tap).items)
      ?? addresses
    readRoutes(at: now, tap)
    routingRules = list(.routingRules, tap) ?? routingRules
    readNeighbors(at: now, tap)
    qdiscs = list(.qdiscs, tap) ?? qdiscs
    readFeatures(at: now, tap)
    readPolicies(tap)
  }

  func fill(_ snapshot: inout Snapshot) {
    snapshot.links = links
    snapshot.addresses = addresses
    snapshot.routes = routes
    snapshot.routingRules = routingRules
    snapshot.neighbors = neighbors + forwarding
    snapshot.features = features
    snapshot.qdiscs = qdiscs
    snapshot.ipsecPolicies = ipsecPolicies
  }

  private func list<Item: Dumpable>(_ request: Request, _ tap: (any PollTap)?) -> [Item]? {
    try? route.list(Item.self, request, for: .listSurroundings, tap: tap).items
  }

  // MARK: Long lists

  private func readRoutes(at now: UInt64, _ tap: (any PollTap)?) {
    guard !isResting(.routes, at: now) else { return }
    do throws(KernelError) {
      routes = try route.list(
        Route.self, .routes, for: .listSurroundings, tap: tap, limit: Self.mostRoutes
      ).items
    } catch {
      guard error.errno == NetlinkSocket.tooLong else { return }
      routes = nil
      rest(.routes, at: now)
    }
  }

  private func readNeighbors(at now: UInt64, _ tap: (any PollTap)?) {
    neighbors = readNeighbors(.neighbors, at: now, tap) ?? neighbors
    forwarding = readNeighbors(.forwarding, at: now, tap) ?? forwarding
  }

  /// Neighbours, or none where they are too many; nil when they could not be read now.
  private func readNeighbors(
    _ request: Request, at now: UInt64, _ tap: (any PollTap)?
  ) -> [Neighbor]? {
    guard !isResting(request, at: now) else { return nil }
    do throws(KernelError) {
      return try route.list(
        Neighbor.self, request, for: .listSurroundings, tap: tap, limit: Self.mostNeighbors
      ).items
    } catch {
      guard error.errno == NetlinkSocket.tooLong else { return nil }
      rest(request, at: now)
      NetlinkSocket.tell(tap, request)
      return []
    }
  }

  private func rest(_ request: Request, at now: UInt64) {
    resting[request] = now + Self.restPeriod
  }

  private func isResting(_ request: Request, at now: UInt64) -> Bool {
    resting[request].map { now < $0 } ?? false
  }

  // MARK: Features

  private func readFeatures(at now: UInt64, _ tap: (any PollTap)?) {
    guard !isResting(.ethtoolFamily, at: now) else { return }
    do throws(KernelError) {
      let families = try generic.list(
        GenericFamily.self, .ethtoolFamily, for: .listSurroundings, tap: tap)
      guard let ethtool = families.items.first?.id else { return }
      let names = try generic.list(
        FeatureNames.self, .featureNames(ethtool: ethtool), for: .listSurroundings, tap: tap)
      let bits = try generic.list(
        FeatureBits.self, .features(ethtool: ethtool), for: .listSurroundings, tap: tap)
      guard let names = names.items.first else { return }
      features = bits.items.compactMap { $0.features(names) }
    } catch {
      // Before Linux 5.6 ethtool has no netlink; each question makes the kernel look for a module.
      if error.errno == ENOENT { rest(.ethtoolFamily, at: now) }
    }
  }

  // MARK: IPsec

  private func readPolicies(_ tap: (any PollTap)?) {
    // To ask a kernel that has no IPsec loaded would load it.
    guard let isLoaded = Self.answersIPsec() else { return }
    guard isLoaded else {
      ipsecPolicies = []
      return NetlinkSocket.tell(tap, .ipsecPolicies)
    }
    do throws(KernelError) {
      var socket = try NetlinkSocket(.ipsec)
      ipsecPolicies = try socket.list(
        IPsecPolicy.self, .ipsecPolicies, for: .listSurroundings, tap: tap
      ).items
    } catch {
      if error.errno == EPERM { ipsecPolicies = nil }
    }
  }

  /// Whether this namespace's kernel listens on `NETLINK_XFRM`: /proc/net/netlink lists its own end.
  ///
  /// False says that nobody can have set a policy; nil that it cannot be told, since there is
  /// PF_KEY, by which policies can be set, too.
  private static func answersIPsec() -> Bool? {
    guard let sockets = WholeFile.lines("/proc/thread-self/net/netlink") else { return nil }
    let isListening = sockets.contains { line in
      // sk, Eth (the netlink family), Pid (0 for the kernel)
      let fields = line.split(separator: " ", maxSplits: 3)
      return fields.count > 2 && fields[1] == "6" && fields[2] == "0"
    }
    if isListening { return true }
    return access("/proc/thread-self/net/pfkey", F_OK) == 0 ? nil : false
  }
}

/// The layer-3 family of a tuple: `AF_INET` (2) or `AF_INET6` (10).
package enum Family: UInt8, Sendable, Hashable {
  case ipv4 = 2
  case ipv6 = 10
}

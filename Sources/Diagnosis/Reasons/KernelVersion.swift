/// A kernel's version, as far as behaviour hangs on it: `6.12` of `6.12.107-openwrt`.
struct KernelVersion: Comparable, Hashable, Sendable {
  let major: Int
  let minor: Int

  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads what `uname -r` prints; nil where that does not begin with two numbers.
  init?(release: String) {
    var numbers: [Int] = []
    for part in release.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false) {
      let digits = part.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits) else { break }
      numbers.append(number)
      if digits.count < part.count { break }
    }
    guard numbers.count >= 2 else { return nil }
    self.init(numbers[0], numbers[1])
  }

  static func < (a: KernelVersion, b: KernelVersion) -> Bool {
    (a.major, a.minor) < (b.major, b.minor)
  }
}

/// What a kernel does, where versions differ; nil where this version is not known to do either.
///
/// KERNEL.md (sections 4 and 5) says which versions were read and which were run.
struct KernelBehavior: Sendable {
  let version: KernelVersion?

  private func since(_ first: KernelVersion, notBefore last: KernelVersion) -> Bool? {
    guard let version else { return nil }
    return version >= first ? true : version <= last ? false : nil
  }

  /// It offloads GRE without keys: read in 6.1, absent in 5.15.
  var offloadsGRE: Bool? { since(KernelVersion(6, 1), notBefore: KernelVersion(5, 15)) }

  /// TCP must be established and assured: read in 5.15, absent in 5.10.
  var requiresEstablished: Bool? {
    since(KernelVersion(5, 15), notBefore: KernelVersion(5, 10))
  }

  /// It looks below VLANs, bridges and PPPoE for the device of a flowtable
  /// (`dev_fill_forward_path`): read in 5.15, absent in 5.10.
  var looksBelow: Bool? { since(KernelVersion(5, 15), notBefore: KernelVersion(5, 10)) }

  /// It offloads no flow that has a device outside of the flowtable: 7.2, absent in 6.18.
  var requiresDevices: Bool? { since(KernelVersion(7, 2), notBefore: KernelVersion(6, 18)) }

  /// A flow keeps its flag after FIN or RST until it is idle: 6.18, absent in 6.12.
  var lingers: Bool? { since(KernelVersion(6, 18), notBefore: KernelVersion(6, 12)) }

  /// The flowtable's timeouts are sysctls: 5.15, absent in 5.10.
  var hasTimeoutSettings: Bool? { looksBelow }
}

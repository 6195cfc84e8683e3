package import FlowModel
import Glibc

/// Reads what stands around the flows: the machine's name, its kernel, its settings.
package struct MachineReader: Sendable {
  /// The namespace that the program entered, or nil for the one that it was started in.
  private let namespace: String?

  private let modules: KernelModules
  private let distribution: String?

  package init(namespace: String? = nil) {
    self.namespace = namespace
    modules = KernelModules(Machine.observedModules, release: Self.kernelRelease())
    distribution = Self.distribution(["/etc/os-release", "/usr/lib/os-release"])
  }

  /// Reads everything anew; what cannot be read is left out.
  package func read() -> Machine {
    var sysctls: [String: String] = [:]
    for name in Machine.observedSysctls {
      if let value = Self.sysctl(name) { sysctls[name] = value }
    }
    var machine = Machine(
      hostname: Self.hostname(), namespace: namespace, kernel: Self.kernelRelease(),
      sysctls: sysctls)
    machine.modules = modules.read(Machine.observedModules)
    machine.distribution = distribution
    return machine
  }

  /// `ID` of the first os-release(5) that is there; `openwrt` for what is like it (`ID_LIKE`).
  static func distribution(_ paths: [String]) -> String? {
    guard let lines = paths.lazy.compactMap({ WholeFile.lines($0) }).first else { return nil }
    func value(_ name: String) -> String? {
      guard let line = lines.last(where: { $0.hasPrefix("\(name)=") }) else { return nil }
      return String(line.dropFirst(name.count + 1).filter { $0 != "\"" && $0 != "'" })
    }
    let likes = (value("ID_LIKE") ?? "").split(separator: " ")
    return likes.contains("openwrt") ? "openwrt" : value("ID")
  }

  /// The value of a sysctl by its dotted name, or nil when this kernel does not have it.
  static func sysctl(_ name: String) -> String? {
    let path = "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 })
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    // The observed ones are numbers.
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let value = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: value, as: UTF8.self)
  }

  private static func hostname() -> String {
    // HOST_NAME_MAX is 64; POSIX does not promise the end of a name that was cut.
    var bytes = [CChar](repeating: 0, count: 65)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
    return text(bytes)
  }

  private static func kernelRelease() -> String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: &names.release) { text($0.map { CChar(bitPattern: $0) }) }
  }

  private static func text(_ bytes: [CChar]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

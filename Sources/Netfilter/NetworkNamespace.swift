import CMnl
import Glibc

/// The named network namespaces, as ip-netns(8) keeps them.
package enum NetworkNamespace {
  /// Where `ip netns add` binds them.
  private static let directory = "/run/netns"

  /// Moves the calling thread into a named namespace, and every thread that it starts later.
  ///
  /// To be called on the main thread before there is another: sockets and `/proc/sys/net` follow
  /// the namespace of the thread that opens them.
  package static func enter(_ name: String) throws(KernelError) {
    let operation = KernelError.Operation.enterNamespace(name)
    guard isName(name) else { throw KernelError(operation, .badNamespaceName) }
    let file = open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC)
    if file < 0 {
      let number = errno
      if number == ENOENT { throw KernelError(operation, .noSuchNamespace(known: names())) }
      throw KernelError(operation, errno: number)
    }
    defer { close(file) }
    if setns(file, Int32(namespace_kind_network)) != 0 { throw KernelError(operation, errno: errno) }
  }

  /// The names that there are, in order.
  package static func names() -> [String] {
    guard let listing = opendir(directory) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if isName(name) { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether a text can be the name of a file in a directory, and nothing more.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
      && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
  }
}

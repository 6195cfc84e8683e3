import FlowModel
import Glibc

/// Which modules this machine's kernel has loaded, and which it could load.
struct KernelModules: Sendable {
  /// What the kernel's own lists say of a module that is not loaded.
  ///
  /// They are large and change with the kernel alone, so they are read once.
  private let stored: [String: Machine.ModuleState]

  /// - Parameters:
  ///   - release: the kernel's, as `uname -r` prints it.
  ///   - root: below which `lib/modules` lies.
  init(_ names: [String], release: String, root: String = "") {
    let folder = "\(root)/lib/modules/\(release)"
    let loadable = WholeFile.bytes("\(folder)/modules.dep")
    let builtIn = WholeFile.bytes("\(folder)/modules.builtin")
    var stored: [String: Machine.ModuleState] = [:]
    for name in names {
      if builtIn.map({ Self.lists($0, name) }) == true {
        stored[name] = .loaded
      } else if loadable.map({ Self.lists($0, name) }) == true
        // OpenWrt keeps them in one folder, without a list.
        || access("\(folder)/\(name).ko", F_OK) == 0
      {
        stored[name] = .available
      } else if builtIn != nil && (loadable != nil || Self.isFlat(folder)) {
        stored[name] = .missing
      }
    }
    self.stored = stored
  }

  /// What is known of each now; a module of which nothing is known is left out.
  func read(_ names: [String]) -> [String: Machine.ModuleState] {
    let loaded = Set(
      (WholeFile.lines("/proc/modules") ?? []).map { String($0.prefix { $0 != " " }) })
    var states = stored
    for name in names
    where loaded.contains(name) || access("/sys/module/\(name)", F_OK) == 0 {
      states[name] = .loaded
    }
    return states
  }

  /// Whether a list names `.../NAME.ko`, compressed or not, as a module of its own.
  private static func lists(_ list: [UInt8], _ name: String) -> Bool {
    let wanted = "/\(name).ko"
    return (list + [0]).withUnsafeBufferPointer { text in
      text.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return false }
        var rest = start
        while let found = strstr(rest, wanted) {
          // Of a line `module: what it needs` the module is the first.
          let before = text[..<(UnsafePointer(found) - start)]
          let mark = before.last { $0 == 0x0a || $0 == 0x3a }
          if mark != 0x3a { return true }
          rest = UnsafePointer(found) + wanted.utf8.count
        }
        return false
      }
    }
  }

  /// Whether modules lie in the folder itself.
  private static func isFlat(_ folder: String) -> Bool {
    guard let directory = opendir(folder) else { return false }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let isModule = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) {
          String(cString: $0).hasSuffix(".ko")
        }
      }
      if isModule { return true }
    }
    return false
  }
}

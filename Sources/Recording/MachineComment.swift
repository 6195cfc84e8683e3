import FlowModel

/// The comment of a section: the machine as lines of `key=value`.
enum MachineComment {
  static func text(of machine: Machine) -> String {
    var lines = ["kernel=\(clean(machine.kernel))", "hostname=\(clean(machine.hostname))"]
    if let namespace = machine.namespace { lines.append("namespace=\(clean(namespace))") }
    if let distribution = machine.distribution {
      lines.append("distribution=\(clean(distribution))")
    }
    lines += machine.modules.sorted { $0.key < $1.key }.map {
      "module/\(clean($0.key))=\($0.value.rawValue)"
    }
    lines += machine.sysctls.sorted { $0.key < $1.key }.map {
      "\(clean($0.key))=\(clean($0.value))"
    }
    return lines.joined(separator: "\n")
  }

  /// Reads it back; lines of another kind are passed over.
  static func machine(in text: String) -> Machine {
    var machine = Machine()
    for line in text.split(whereSeparator: \.isNewline) {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let key = String(line[..<equals])
      let value = String(line[line.index(after: equals)...])
      switch key {
      case "kernel": machine.kernel = value
      case "hostname": machine.hostname = value
      case "namespace": machine.namespace = value
      case "distribution": machine.distribution = value
      case _ where key.hasPrefix("module/"):
        machine.modules[String(key.dropFirst(7))] = Machine.ModuleState(rawValue: value)
      case _ where key.contains("."): machine.sysctls[key] = value
      default: break
      }
    }
    return machine
  }

  /// A value on one line; a tab between the numbers of a sysctl becomes a space.
  private static func clean(_ value: String) -> String {
    String(value.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}

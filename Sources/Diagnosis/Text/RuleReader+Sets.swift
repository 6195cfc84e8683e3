import FlowModel

extension RuleReader {
  // MARK: Sets

  /// What lies in consecutive registers, as far as a key goes.
  func concatenation(
    at register: Ruleset.Register, _ length: Int?, _ index: Int
  ) -> [Symbol] {
    let first = symbol(register, length ?? 4, index)
    var parts = [first]
    var offset = register.offset + (first.length + 3) / 4 * 4
    let end = register.offset + (length ?? first.length)
    while offset < end, let next = symbols[offset] {
      parts.append(next)
      offset += max(4, (next.length + 3) / 4 * 4)
    }
    return parts
  }

  mutating func lookup(
    _ name: String, _ register: Ruleset.Register, _ into: Ruleset.Register?, _ toVerdict: Bool,
    _ inverted: Bool, _ index: Int
  ) {
    let set = printer.set(name, of: rule.table)
    let parts = concatenation(at: register, set?.keyLength, index)
    let isAnonymous = set?.flags.contains(.anonymous) ?? name.hasPrefix("__")
    let body =
      set.flatMap { isAnonymous ? SetText(printer, $0, parts).text : nil } ?? "@\(name)"
    let key = parts.map { $0.text + Self.masks($0, printer) }.joined(separator: " . ")
    let subjects = parts.compactMap(\.subject)
    let first = parts.map(\.first).min() ?? index
    if let into, !toVerdict {
      symbols[into.offset] = Symbol(
        text: "\(key) map \(body)", type: .mark, length: 4, first: first)
      return
    }
    let word = toVerdict ? "vmap " : inverted ? "!= " : ""
    say(
      "\(key) \(word)\(body)", index, from: first,
      kind: .lookup(set: body, isNamed: !isAnonymous && !toVerdict, inverted: inverted), subjects)
  }

  /// The mask of a value that is looked up or assigned: `& 0xff | 0x1`.
  private static func masks(_ symbol: Symbol, _ printer: RuleText) -> String {
    guard let mask = symbol.mask else { return "" }
    let xor = symbol.xor ?? []
    let text = { (octets: [UInt8]) in symbol.type.text(octets, isSwapped: symbol.isSwapped) }
    let flips = xor.contains { $0 != 0 }
    if mask.allSatisfy({ $0 == 0xff }) { return flips ? " ^ \(text(xor))" : "" }
    guard flips else { return " & \(text(mask))" }
    let keeps = zip(mask, xor).map { $0 | $1 }
    // What the mask clears and the other sets: an "or".
    guard keeps.contains(where: { $0 != 0xff }) else { return " | \(text(xor))" }
    return " & \(text(keeps)) | \(text(xor))"
  }

  // MARK: Assignments

  mutating func assign(_ field: Field, _ from: Ruleset.Register, _ index: Int) {
    let symbol = symbol(from, 4, index)
    let value =
      symbol.constant.map { field.type.text($0, devices: printer.devices) }
      ?? symbol.text + Self.masks(symbol, printer)
    say("\(field.text) set \(value)", index, from: symbol.first)
  }
}

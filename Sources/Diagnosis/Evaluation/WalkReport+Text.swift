import FlowModel

extension WalkReport {
  private func clause(_ rule: Int, _ expression: Int) -> RuleClause? {
    evaluator.printer.clauses(of: ruleset.rules[rule]).first { $0.expressions.contains(expression) }
  }

  /// Why a rule did not match: what it asks, and what the packet has.
  func phrase(_ failure: Walker.Failure, of rule: Int) -> String {
    guard explains else { return "" }
    guard let clause = self.clause(rule, failure.expression) else { return "an expression" }
    let values = clause.subjects.map { self.value(of: $0, rule, failure) }
    let isOfPacket = clause.subjects.contains { $0.field.isOfPacket }
    let owner = isOfPacket ? "this packet's" : "this flow's"
    guard !values.isEmpty, !values.contains(where: { $0 == nil }) else {
      return clause.text + missing(clause)
    }
    let value = values.compactMap { $0 }.joined(separator: " . ")
    if case .lookup(let set, true, let inverted) = clause.kind {
      let fields = clause.subjects.map(\.field.text).joined(separator: " . ")
      return "\(fields) \(value) \(inverted ? "is" : "is not") in \(set)"
    }
    return "\(clause.text), but \(owner) is \(value)"
  }

  /// What the packet has where a rule asks for something.
  private func value(
    of subject: RuleClause.Subject, _ rule: Int, _ failure: Walker.Failure
  ) -> String? {
    var registers = Registers()
    let operation = prepared.rules[rule].operations[subject.load]
    guard let place = failure.facts.load(operation, failure.marks, into: &registers) else {
      return nil
    }
    let length: Int
    if case .address(let family) = subject.field.type,
      case .payload(let base, let offset, _, _) =
        operation
    {
      // Of a prefix only the first octets were loaded.
      length = family == .ipv4 ? 4 : 16
      _ = failure.facts.payload(base, offset, length, into: &registers, at: 0)
      return registers.octets(0, length).map { text($0, subject) }
    }
    length = place.length
    return registers.octets(place.offset, length).map { text($0, subject) }
  }

  private func text(_ octets: [UInt8], _ subject: RuleClause.Subject) -> String {
    subject.field.type.text(octets, devices: evaluator.printer.devices)
  }

  /// Why a field has no value: the rule ends where there is none.
  private func missing(_ clause: RuleClause) -> String {
    guard let field = clause.subjects.first?.field.text else { return "" }
    switch field {
    case "ct helper": return ", but no other connection announced this flow"
    case "meta iifkind", "meta oifkind": return ", but the device has no kind"
    case "meta skuid", "meta skgid", "meta cgroup":
      return ", but only packets of this machine's own programs have an owner"
    default: return ""
    }
  }

  /// What cannot be told, or not for good.
  func phrase(_ doubt: Walker.Doubt) -> String {
    guard explains else { return "" }
    let clause = self.clause(doubt.rule, doubt.expression)
    let text = clause?.text ?? "an expression"
    switch doubt.kind {
    case .open: return text + unknown(clause)
    case .offload: return "whether \(text) succeeds"
    case .passing:
      if case .lookup(let set, _, _)? = clause?.kind {
        return "\(text), as of now: packets change \(set)"
      }
      return "\(text), as of now: the counters grow"
    }
  }

  private func unknown(_ clause: RuleClause?) -> String {
    guard let field = clause?.subjects.first?.field.text else { return "" }
    switch field {
    case "iif", "iifname", "iifgroup", "meta iifkind", "meta iiftype":
      return " (the input device is not known for certain)"
    case "oif", "oifname", "oifgroup", "meta oifkind", "meta oiftype":
      return " (the output device is not known for certain)"
    case "meta mark": return " (the packet's mark is not known)"
    case "ct mark": return " (the connection's mark is not known)"
    default: return ""
    }
  }

  // MARK: Steps

  /// What happened, as one sentence.
  func step(_ event: Walker.Event) -> String? {
    switch event {
    case .enters(let chain):
      let definition = prepared.chains[chain].definition
      return "The packet enters chain \(name(definition)) (priority "
        + "\(definition.hook?.priority ?? 0))."
    case .decides(let rule, let decision, let isCertain):
      let quoted = evaluator.printer.quoted(ruleset.rules[rule])
      return "\(quoted.chain): \"\(quoted.line)\" \(Self.verb(decision, isCertain))."
    case .policy(let chain, let isCertain):
      let definition = prepared.chains[chain].definition
      let verb =
        definition.policyIsDrop
        ? (isCertain ? "drops" : "may drop") : (isCertain ? "accepts" : "may accept")
      return "At the end of \(name(definition)) its policy \(verb) the packet."
    }
  }

  private func name(_ chain: Ruleset.Chain) -> String {
    "\(chain.table.family.name) \(chain.table.name) \(chain.name)"
  }

  private static func verb(_ decision: Operation.Decision, _ isCertain: Bool) -> String {
    let (certain, perhaps) =
      switch decision {
      case .accept: ("accepts the packet", "may accept the packet")
      case .drop: ("drops the packet", "may drop the packet")
      case .take: ("takes the packet away", "may take the packet away")
      case .queue: ("hands the packet to a program", "may hand the packet to a program")
      case .jump, .goto: ("sends the packet there", "may send the packet there")
      case .return: ("sends the packet back", "may send the packet back")
      case .continue, .break: ("lets the packet go on", "lets the packet go on")
      }
    return isCertain ? certain : perhaps
  }
}

extension PacketFacts {
  /// Loads what an operation loads; nil when it loads nothing, or its rule ends there.
  func load(
    _ operation: Operation, _ marks: Marks, into registers: inout Registers
  ) -> (offset: Int, length: Int)? {
    switch operation {
    case .payload(let base, let offset, let length, let into):
      return payload(base, offset, length, into: &registers, at: into) == .no
        ? nil : (into, length)
    case .meta(let key, let into):
      return meta(key, marks, into: &registers, at: into) == .no
        ? nil : (into, Self.length(of: key))
    case .ct(let key, let side, let into):
      return ct(key, side, marks, into: &registers, at: into) == .no
        ? nil : (into, Self.length(of: key, family))
    case .fib(let question, let into):
      return fib(question, into: &registers, at: into) == .yes ? (into, question.length) : nil
    default: return nil
    }
  }
}

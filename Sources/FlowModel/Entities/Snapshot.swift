/// One poll: every flow that the kernel listed, and what was read along with it.
package struct Snapshot: Sendable {
  /// Counts polls from 1.
  package var number: UInt64
  /// When the dump ended, on a clock that never jumps; nanoseconds.
  ///
  /// In a recording: its own time.
  package var time: UInt64
  /// The same moment by the calendar; nanoseconds since 1970.
  package var wallTime: UInt64
  /// How long the dump took, decoding included; nanoseconds.
  package var duration: UInt64
  package var flows: [Flow]
  /// The table changed while it was read (`NLM_F_DUMP_INTR`): some flows may be missing or old.
  package var interrupted: Bool
  /// Messages that could not be decoded, and were left out.
  package var malformed: Int
  /// The first of them, as one sentence.
  package var malformedExample: String?
  /// Entries in the table and the most it holds: `CTA_STATS_GLOBAL_ENTRIES`, `_MAX_ENTRIES`.
  package var entries: UInt32?
  package var maxEntries: UInt32?
  /// nil when flowtables were not readable; see `flowtableProblem`.
  package var flowtables: [Flowtable]?
  /// Why there are no flowtables, as one sentence.
  package var flowtableProblem: String?
  package var links: [Link]
  package var addresses: [LocalAddress]
  package var machine: Machine
  /// The nftables ruleset; nil when it was not read or not readable, see `rulesetProblem`.
  package var ruleset: Ruleset?
  /// Why there is no ruleset, as one sentence.
  package var rulesetProblem: String?
  /// Routes of all tables; nil when they were not read, or are too many to read.
  package var routes: [Route]?
  package var routingRules: [RoutingRule] = []
  package var neighbors: [Neighbor] = []
  package var features: [DeviceFeatures] = []
  package var qdiscs: [QueueingDiscipline] = []
  /// Policies of IPsec; nil when they were not readable.
  package var ipsecPolicies: [IPsecPolicy]?

  /// Whether every flow that there was is in it.
  package var isWhole: Bool { !interrupted && malformed == 0 }

  package init(
    number: UInt64, time: UInt64, wallTime: UInt64, duration: UInt64 = 0, flows: [Flow] = [],
    interrupted: Bool = false, malformed: Int = 0, malformedExample: String? = nil,
    entries: UInt32? = nil, maxEntries: UInt32? = nil, flowtables: [Flowtable]? = nil,
    flowtableProblem: String? = nil, links: [Link] = [], addresses: [LocalAddress] = [],
    machine: Machine = Machine()
  ) {
    self.number = number
    self.time = time
    self.wallTime = wallTime
    self.duration = duration
    self.flows = flows
    self.interrupted = interrupted
    self.malformed = malformed
    self.malformedExample = malformedExample
    self.entries = entries
    self.maxEntries = maxEntries
    self.flowtables = flowtables
    self.flowtableProblem = flowtableProblem
    self.links = links
    self.addresses = addresses
    self.machine = machine
  }
}

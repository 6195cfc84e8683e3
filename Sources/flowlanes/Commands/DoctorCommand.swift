import ArgumentParser
import Diagnosis
import FlowModel
import Glibc

/// Checks everything that offloading needs: `flowlanes doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract:
      "Checks everything that offloading needs; each failure with the command that mends it.",
    discussion: """
      What failed comes first, then what is doubtful, then what is well. Ends with 2 when a check \
      failed. Works on a recording, too.
      """)

  @OptionGroup var options: CommonOptions

  func validate() throws {
    if options.filter != nil {
      throw ValidationError("doctor takes no --filter: it looks at the whole machine.")
    }
  }

  func run() throws {
    let checks = try Self.checks(options)
    var listing = DoctorListing(json: options.json)
    listing.write(checks)
    if checks.contains(where: { $0.outcome == .fail }) { Glibc.exit(Self.failed) }
  }

  /// The exit status when a check failed.
  private static let failed: Int32 = 2

  private static func checks(_ options: CommonOptions) throws -> [Check] {
    var snapshot: Snapshot?
    let configuration = try options.settledForPrinting()
    do {
      try SnapshotFeed(options, configuration, needsFlows: true, follows: false)
        .run { snapshot = $0 }
    } catch let failure as CommandFailure where options.replay == nil {
      // What keeps the kernel from being asked at all is for the doctor to name.
      switch failure.status {
      case 77: return [.lackOfPrivilege]
      case 69: return [.lackOfConntrack(failure.sentence + ".")]
      default: throw failure
      }
    }
    return snapshot.map { Doctor().examine($0) } ?? []
  }
}

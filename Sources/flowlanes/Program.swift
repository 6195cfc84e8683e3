import ArgumentParser

/// The command `flowlanes`: its subcommands, and the dashboard where none is named.
@main
struct Flowlanes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowlanes",
    abstract: "Shows which lane each flow takes through this router: slow, software or hardware.",
    discussion: """
      Alone it is the dashboard, live; it takes the options of `flowlanes watch`. In the dashboard ? \
      tells the keys. Reading a live router needs root or CAP_NET_ADMIN; replay and demo need nothing. \
      Where standard output is no terminal, flowlanes prints what `flowlanes list` prints.

      Settings come from $XDG_CONFIG_HOME/flowlanes/config, then /etc/flowlanes/config; flowlanes \
      --print-config prints the defaults, with comments.

      Exit status: 0 done; 64 usage; 65 bad recording, filter or theme; 69 the kernel lacks something; 77 no \
      permission; 1 something else; 2, a check of doctor failed or some flows of an action survived. Shell \
      completions: \
      flowlanes --generate-completion-script bash
      """,
    version: "flowlanes 0.1",
    subcommands: [
      WatchCommand.self, ListCommand.self, ExplainCommand.self, FlowtablesCommand.self,
      DoctorCommand.self, SetupCommand.self, FlushCommand.self, ResetCommand.self,
      PinCommand.self, UnpinCommand.self, PinsCommand.self, RecordCommand.self,
      ReplayCommand.self, DemoCommand.self,
    ],
    defaultSubcommand: WatchCommand.self)

  static func main() { CommandLineFailure.run(Flowlanes.self) }
}

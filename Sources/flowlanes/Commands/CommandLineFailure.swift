import ArgumentParser

/// Runs the command that the command line names; every way to fail ends in one sentence.
nonisolated enum CommandLineFailure {
  static func run(_ root: (some ParsableCommand).Type) -> Never {
    do {
      var command = try root.parseAsRoot()
      try command.run()
      root.exit()
    } catch let failure as CommandFailure {
      failure.end()
    } catch {
      // Help and the version come as errors too, with status 0.
      guard root.exitCode(for: error) == .validationFailure else { root.exit(withError: error) }
      var message = root.message(for: error)
      if message.last == "." { message.removeLast() }
      CommandFailure(message + "; see flowlanes --help", status: 64).end()
    }
  }
}

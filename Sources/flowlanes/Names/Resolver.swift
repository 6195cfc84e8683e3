import Dashboard
import Dispatch
import FlowModel
import Glibc

/// Asks the name server of this machine for the names of addresses, and waits for none of them.
///
/// One socket, and so one port, for all questions: the flow that they make can be told by its tuple.
/// A question that nobody answers is not asked again for a while.
final class Resolver {
  private struct Asked {
    let address: Address
    let question: [UInt8]
    let time: ContinuousClock.Instant
  }

  /// How many questions are on their way at most.
  private static let mostAsked = 32
  private static let patience = Duration.seconds(3)

  /// The flow that the questions make.
  let lookups: OwnLookups
  private let socket: Int32
  private let found: (Address, String?) -> Void
  private var source: (any DispatchSourceRead)?
  private var asked: [UInt16: Asked] = [:]
  private var known: [Address: ContinuousClock.Instant] = [:]

  /// Opens a socket to the first name server of resolv.conf(5); nil where there is none.
  ///
  /// `found` is told of each name, on the main actor.
  init?(_ resolverFile: String, found: @escaping (Address, String?) -> Void) {
    let lines = resolverFile.split(whereSeparator: \.isNewline)
    let words = lines.map { $0.split { $0 == " " || $0 == "\t" } }
    guard let line = words.first(where: { $0.first == "nameserver" && $0.count > 1 }),
      let server = Address(reading: line[1]),
      let (socket, local, port) = NameSocket.open(to: server)
    else { return nil }
    self.socket = socket
    self.found = found
    lookups = OwnLookups(from: local, port: port, server: server)
    let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: .main)
    source.setEventHandler { [self] in MainActor.assumeIsolated { read() } }
    source.activate()
    self.source = source
  }

  /// Asks for the addresses whose names are not known, or not any more, as far as there is room.
  func ask(_ addresses: [Address]) {
    guard !addresses.isEmpty else { return }
    let now = ContinuousClock.now
    for (id, question) in asked where now - question.time > Self.patience {
      asked[id] = nil
      known[question.address] = now + .seconds(60)
    }
    for address in addresses where asked.count < Self.mostAsked {
      if let until = known[address], until > now { continue }
      if asked.values.contains(where: { $0.address == address }) { continue }
      let id = UInt16.random(in: 0 ... .max)
      guard asked[id] == nil else { continue }
      let question = PointerMessage.question(id, address)
      asked[id] = Asked(address: address, question: question, time: now)
      // Where the server is not to be reached, patience runs out like that for an answer.
      _ = question.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
    }
  }

  private func read() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = bytes.withUnsafeMutableBytes {
        recv(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
      }
      // An error is that of a question before (ECONNREFUSED), told once and taken away by that.
      if count < 0 && errno != ECONNREFUSED { return }
      if count >= 12 { take(Array(bytes.prefix(count))) }
    }
  }

  private func take(_ bytes: [UInt8]) {
    let id = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    guard let question = asked[id],
      let answer = PointerMessage.answer(bytes, to: question.question)
    else { return }
    asked[id] = nil
    if known.count >= NameTable.most { known = [:] }
    known[question.address] = .now + .seconds(Int64(min(max(answer.life, 60), 3600)))
    found(question.address, answer.name)
  }
}

import Canvas
import Dashboard
import FlowModel
import NetlinkWire
import Recording

/// What libFuzzer calls with every input: nothing in it may trap, hang, or contradict itself.
///
/// `.ci/fuzz` compiles this; it is no target of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  decode(bytes)
  play(bytes)
  filter(bytes)
  return 0
}

/// As a filter that somebody types: what is read reads again from its canonical form.
private func filter(_ bytes: [UInt8]) {
  let text = String(decoding: bytes.prefix(512), as: UTF8.self)
  do throws(FilterError) {
    let filter = try FlowFilter(parsing: text)
    guard let again = try? FlowFilter(parsing: filter.description) else {
      fatalError("\(filter) of \(text) is no filter")
    }
    precondition(again == filter, "\(filter) of \(text) became \(again)")
    var buffer = TextBuffer()
    let tuple = Tuple(
      source: Address(ipv4: 1), destination: Address(ipv4: 2), family: .ipv4, l4: .tcp)
    _ = filter.matches(Flow(orig: tuple, reply: tuple, id: 1, status: []), buffer: &buffer)
  } catch {
    precondition((0...text.unicodeScalars.count).contains(error.offset))
  }
}

/// As netlink from the kernel.
private func decode(_ bytes: [UInt8]) {
  var flows = FlowDump(expecting: nil)
  _ = try? flows.consume(bytes.span.bytes)
  for flow in flows.flows { roundTrip(flow) }
  // The quick way tells the same.
  var batch = BatchDump(expecting: nil, capacity: 0)
  _ = try? batch.consume(bytes.span.bytes)
  precondition(batch.malformed == flows.malformed)
  precondition((batch.takeBatch()?.flows ?? []) == flows.flows)
  for kind in Dumpables.all { consume(kind, bytes) }
  var player = Player()
  for family in [12, 0, 6, 16] as [UInt16] {
    let frame = Frame(time: 1, family: family, isToKernel: false, datagram: bytes)
    _ = try? player.next(frame)
  }
  _ = player.finish()
  var recorder = Recorder()
  for poll in 0..<2 as Range<UInt64> {
    recorder.beginPoll(machine: Machine(), at: poll)
    for request in Request.plain {
      recorder.take(bytes.span.bytes, answering: request, sequence: 1, at: poll)
    }
    recorder.endPoll(at: poll)
  }
  // What a recorder writes of anything at all is a capture in order.
  var reader = CaptureReader()
  reader.feed(recorder.drain())
  reader.finish()
  do {
    while try reader.next() != nil {}
  } catch {
    fatalError("a recording of our own: \(error)")
  }
  precondition(!reader.wasCutShort)
}

private func consume<Item: Dumpable>(_ type: Item.Type, _ bytes: [UInt8]) {
  var dump = Dump<Item>(expecting: nil)
  _ = try? dump.consume(bytes.span.bytes)
  precondition((dump.malformed == 0) == (dump.malformedExample == nil))
}

/// A flow that was decoded, encoded again, is the same flow.
private func roundTrip(_ flow: Flow) {
  let bytes = flow.announcement(sequence: 1)
  // The length of an attribute has sixteen bits: text of that size does not fit when repaired.
  guard bytes.count < 16384 else { return }
  var dump = FlowDump(expecting: 1)
  _ = try? dump.consume(bytes.span.bytes)
  precondition(dump.flows == [flow], "\(flow) became \(dump.flows)")
}

/// As a file: in one piece, and in two, which must not matter.
private func play(_ bytes: [UInt8]) {
  let whole = frames([bytes])
  let half = bytes.count / 2
  let parts = frames([Array(bytes[..<half]), Array(bytes[half...])])
  precondition(whole == parts, "the pieces of a file changed its frames")
  var player = Player()
  var screen = Screen(bytes)
  var reader = CaptureReader()
  reader.feed(bytes)
  _ = try? reader.next()
  do {
    for frame in whole {
      if let snapshot = try player.next(frame, machine: reader.machine) { screen.show(snapshot) }
    }
  } catch {
    // Another byte order; what came before counts.
  }
  if let last = player.finish() { screen.show(last) }
}

/// The dashboard, of a size and with keys that the input chooses.
private struct Screen {
  private var model: Model
  private var keys: ArraySlice<UInt8>
  /// Drawing is slow beside decoding.
  private var left = 4

  init(_ bytes: [UInt8]) {
    let sizes = [(80, 24), (1, 1), (60, 10), (200, 50), (0, 0), (13, 3), (120, 14), (7, 200)]
    let (width, height) = sizes[bytes.count % sizes.count]
    model = Model(settings: Settings(), size: Size(width: width, height: height))
    keys = bytes.suffix(64)
  }

  mutating func show(_ snapshot: Snapshot) {
    guard left > 0 else { return }
    left -= 1
    _ = model.update(.snapshot(snapshot))
    check()
    for _ in 0..<4 {
      guard let byte = keys.popFirst() else { return }
      let named: [Key] = [.down, .up, .enter, .escape, .pageDown, .end, .left, .right, .backspace]
      let key: Key =
        byte < 0x20 ? named[Int(byte) % named.count] : .character(Unicode.Scalar(byte & 0x7f))
      for case .act(let request) in model.update(.key(key)) { answer(request, byte) }
      check()
    }
  }

  /// As the kernel might: some done, with another entry in their place, some gone.
  private mutating func answer(_ request: ActionRequest, _ byte: UInt8) {
    let results = request.flows.enumerated().map { place, flow in
      var made = flow
      made.id &+= UInt32(byte)
      let isDone = (place + Int(byte)).isMultiple(of: 2)
      return ActionResult(flow, isDone ? .done(made) : .alreadyGone)
    }
    _ = model.update(.acted(request.action, results))
  }

  private func check() {
    precondition(model.render().size == model.size)
    let totals = model.store.totals
    for lane in Lane.allCases { precondition(totals[lane].rate >= 0) }
    precondition(totals.flows <= model.store.records.count)
  }
}

private func frames(_ pieces: [[UInt8]]) -> [Frame] {
  var reader = CaptureReader()
  var found: [Frame] = []
  do {
    for piece in pieces {
      reader.feed(piece)
      while let frame = try reader.next() { found.append(frame) }
    }
    reader.finish()
    while let frame = try reader.next() { found.append(frame) }
  } catch {
    // A damaged file; what came before counts.
  }
  return found
}

import FlowModel
import Testing

@Suite struct RateTests {
  /// Plays snapshots of one flow and returns its rate after each.
  private func rates(
    _ steps: [(at: Double, flow: Flow)], tables: [Flowtable]? = [Sample.flowtable(counter: true)]
  ) -> [Double?] {
    var store = FlowStore()
    return steps.map { step in
      store.apply(Sample.snapshot(at: step.at, [step.flow], tables: tables))
      return store.record(step.flow.key)?.rates.orig
    }
  }

  @Test func firstSightHasNoRate() {
    #expect(rates([(0, Sample.flow(bytes: 5000))]) == [nil])
  }

  @Test func rateIsBitsOverRealElapsedTime() {
    let seen = rates([(0, Sample.flow(bytes: 1000)), (2.5, Sample.flow(bytes: 6000))])
    #expect(seen == [nil, 16_000])
  }

  @Test func directionsAreMeasuredApart() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(bytes: 0, reply: 0)]))
    store.apply(Sample.snapshot(at: 1, [Sample.flow(bytes: 100, reply: 700)]))
    #expect(store.record(Sample.flow().key)?.rates == Rates(orig: 800, reply: 5600))
  }

  @Test func flowThatBeganBetweenTwoWholePollsIsMeasuredFromZero() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, []))
    store.apply(
      Sample.snapshot(
        at: 2, [Sample.flow(1, bytes: 1000), Sample.flow(2, lane: .hardware, bytes: 1)]))
    #expect(store.record(Sample.flow(1).key)?.rates.orig == 4000)
    #expect(store.record(Sample.flow(2).key)?.rates.orig == nil)
    store.apply(Sample.snapshot(at: 3, [Sample.flow(1, bytes: 1000)], interrupted: true))
    store.apply(Sample.snapshot(at: 4, [Sample.flow(3, bytes: 1000)]))
    #expect(store.record(Sample.flow(3).key)?.rates.orig == nil)
  }

  @Test func slowFlowThatStandsStillIsIdle() {
    #expect(rates([(0, Sample.flow(bytes: 9)), (1, Sample.flow(bytes: 9))]) == [nil, 0])
  }

  @Test func uncountedFlowHasNoRate() {
    let flow = Sample.flow(bytes: nil)
    #expect(rates([(0, flow), (1, flow), (2, flow)]) == [nil, nil, nil])
  }

  @Test func resetCountersGiveNoRateAndThenGoOn() {
    let seen = rates([
      (0, Sample.flow(bytes: 5000)), (1, Sample.flow(bytes: 100)), (2, Sample.flow(bytes: 225)),
    ])
    #expect(seen == [nil, nil, 1000])
  }

  @Test func jumpThatNoWireCarriesIsNoRate() {
    #expect(rates([(0, Sample.flow(bytes: 0)), (1, Sample.flow(bytes: .max))]) == [nil, nil])
  }

  @Test func sameTupleWithNewIDStartsAnew() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(1, bytes: 1_000_000)]))
    store.apply(Sample.snapshot(at: 1, [Sample.flow(2, bytes: 60)]))
    #expect(store.record(Sample.flow(2).key)?.rates.orig == 480)
    #expect(store.record(Sample.flow(1).key)?.hasEnded == true)
  }

  @Test(arguments: [Lane.software, .hardware])
  func frozenCounterOfOffloadedFlowIsUnknownNotZero(lane: Lane) {
    let still = Sample.flow(lane: lane, bytes: 112)
    let seen = rates(
      (0..<12).map { (Double($0), still) }, tables: [Sample.flowtable(counter: false)])
    #expect(seen.allSatisfy { $0 == nil })
  }

  @Test func softwareFlowInCountingFlowtableThatStandsStillIsIdle() {
    let still = Sample.flow(lane: .software, bytes: 112)
    #expect(rates([(0, still), (1, still)]) == [nil, 0])
  }

  @Test func offloadedFlowIsUnknownWhenFlowtablesCouldNotBeRead() {
    let still = Sample.flow(lane: .software, bytes: 112)
    #expect(rates([(0, still), (1, still)], tables: nil) == [nil, nil])
  }

  @Test func hardwareRateNeitherFlickersNorLags() {
    // 1,000 bytes a second, collected every 3 s, polled every second.
    var steps: [(Double, Flow)] = []
    for second in 0...30 {
      steps.append((Double(second), Sample.flow(lane: .hardware, bytes: UInt64(second / 3 * 3000))))
    }
    let seen = rates(steps)
    #expect(seen[6...].allSatisfy { $0 == 8000 }, "\(seen)")
  }

  @Test func hardwareRateFollowsAChangeWithinTwoCollections() {
    var bytes: UInt64 = 0
    var steps: [(Double, Flow)] = []
    for second in 0...40 {
      if second % 3 == 0 { bytes += second <= 20 ? 3000 : 30_000 }
      steps.append((Double(second), Sample.flow(lane: .hardware, bytes: bytes)))
    }
    let seen = rates(steps)
    #expect(seen[20] == 8000)
    #expect(seen[27] == 80_000, "\(seen)")
  }

  @Test func hardwareFlowThatFallsSilentIsZeroSoonWhereCountersAreTrusted() {
    var steps: [(Double, Flow)] = []
    for second in 0...24 {
      let moved = UInt64(min(second, 12) / 3 * 3000)
      steps.append((Double(second), Sample.flow(lane: .hardware, bytes: moved)))
    }
    let seen = rates(steps)
    #expect(seen[14] == 8000)
    #expect(seen[20] == 0)
  }

  @Test func hardwareBurstAfterSilenceIsNotSpreadOverTheSilence() {
    var steps: [(Double, Flow)] = []
    for second in 0...40 {
      let bytes: UInt64 = second < 30 ? 500 : 500 + UInt64((second - 27) / 3) * 30_000
      steps.append((Double(second), Sample.flow(lane: .hardware, bytes: bytes)))
    }
    #expect(rates(steps)[30] == 80_000)
  }

  @Test func ratesAreNeverNegativeNorAbsurdWhateverTheCountersDo() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      var store = FlowStore()
      var time = 0.0
      for _ in 0..<20 {
        time += Double.random(in: 0...4, using: &generator)
        let flows = (1...3).map { id in
          Sample.flow(
            UInt32(id), lane: Lane.allCases.randomElement(using: &generator) ?? .slow,
            bytes: Bool.random(using: &generator)
              ? UInt64.random(in: 0...(.max), using: &generator)
              : .random(in: 0...9, using: &generator),
            reply: UInt64.random(in: 0...100_000, using: &generator))
        }
        store.apply(
          Sample.snapshot(
            at: time, flows,
            tables: Bool.random(using: &generator) ? nil : [Sample.flowtable(counter: true)]))
        for record in store.records {
          for rate in [record.rates.orig, record.rates.reply] {
            if let rate { #expect(rate >= 0 && rate < 1e14) }
          }
        }
      }
    }
  }

  @Test func aClockThatLeapsByCenturiesTrapsNothing() {
    var store = FlowStore()
    for (time, bytes) in [(1, 0), (2, 100), (.max - 1, 200), (.max, 300)] as [(UInt64, UInt64)] {
      var snapshot = Sample.snapshot(at: 0, [Sample.flow(lane: .hardware, bytes: bytes)])
      snapshot.time = time
      snapshot.wallTime = .max - time
      store.apply(snapshot)
      #expect((store.records[0].rates.total ?? 0) < 1e14)
    }
    #expect(store.history.rates(.hardware, columns: 20).count == 20)
  }
}

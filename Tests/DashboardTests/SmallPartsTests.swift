import Diagnosis
import FlowModel
import Testing

@testable import Dashboard

/// What there is a million of is kept in octets and bits, and nothing is lost by that.
@Suite struct SmallPartsTests {
  @Test func everyReasonComesBackOutOfItsOctet() {
    for code in ReasonCode.allCases {
      for certainty in [Certainty.unknown, .likely, .certain] {
        let known = KnownReason(Reason(code, certainty))
        #expect(known.wasAsked && known.reason == Reason(code, certainty))
      }
    }
    #expect(KnownReason(nil).wasAsked && KnownReason(nil).reason == nil)
    #expect(!KnownReason.notAsked.wasAsked && KnownReason.notAsked.reason == nil)
  }

  @Test func aSetOfPlacesIsASet() {
    var generator = Seeded(seed: 64)
    for count in [0, 1, 63, 64, 65, 1000] {
      var known: Set<Int> = []
      var places = PlaceSet(below: count)
      for _ in 0..<2 * count {
        let place = Int.random(in: 0..<count, using: &generator)
        if Bool.random(using: &generator) {
          known.insert(place)
          places.insert(place)
        } else {
          known.remove(place)
          places.remove(place)
        }
      }
      #expect((0..<count + 200).filter { places.contains($0) } == known.sorted())
    }
  }

  @Test func placesAreReplacedWhereTheyStand() {
    var places: PlaceList = [5, 3, 8, 1, 3]
    places.replaceAll { $0 == 3 ? nil : $0 * 2 }
    #expect(Array(places) == [10, 16, 2])
    places.replaceAll { _ in nil }
    #expect(places.isEmpty)
  }
}

import Diagnosis

/// What is known of the reason of a record, in one octet: there can be a million.
struct KnownReason {
  /// 0 for not asked, 1 for none, and what is above 1 numbers code and certainty.
  private let octet: UInt8

  static let notAsked = KnownReason(octet: 0)
  private static let certainties: UInt8 = 3
  private static let codes = ReasonCode.allCases.sorted { $0.number < $1.number }

  private init(octet: UInt8) { self.octet = octet }

  /// It was asked for; nil where there is none.
  init(_ reason: Reason?) {
    octet = reason.map { 2 + $0.code.number * Self.certainties + $0.certainty.rawValue } ?? 1
  }

  var wasAsked: Bool { octet > 0 }

  /// Nil where there is none, or nobody asked.
  var reason: Reason? {
    guard octet > 1, let certainty = Certainty(rawValue: (octet - 2) % Self.certainties) else {
      return nil
    }
    return Reason(Self.codes[Int((octet - 2) / Self.certainties)], certainty)
  }
}

/// A time between two polls as the operator writes it: `500ms`, `2s`, `1m`, `1.5s`.
package struct Interval: Sendable, Hashable {
  package let duration: Duration

  package static let second = Interval(duration: .seconds(1))
  /// Shorter ones would keep the kernel busy with nothing else; longer ones are typing errors.
  package static let allowed = Duration.milliseconds(100)...Duration.seconds(3600)

  package var nanoseconds: UInt64 { UInt64(max(0, duration / .nanoseconds(1))) }

  private init(duration: Duration) { self.duration = duration }

  /// Reads a number with a unit (ms, s, m; none means seconds), or gives nil.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let milliseconds: Double
    switch text[digits.endIndex...] {
    case "ms": milliseconds = 1
    case "s", "": milliseconds = 1000
    case "m": milliseconds = 60_000
    default: return nil
    }
    guard let number = Double(digits), number.isFinite, number < 1e7 else { return nil }
    let duration = Duration.milliseconds(Int64((number * milliseconds).rounded()))
    guard Interval.allowed.contains(duration) else { return nil }
    self.duration = duration
  }

  /// The interval as it is written: `1s`, `1500ms`.
  package var text: String {
    let milliseconds = duration / .milliseconds(1)
    return milliseconds.truncatingRemainder(dividingBy: 1000) == 0
      ? "\(Int(milliseconds / 1000))s" : "\(Int(milliseconds))ms"
  }
}

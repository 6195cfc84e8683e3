import FlowModel

/// A moment of the day as `14:32:07`.
struct Clock {
  let text: String

  init(wallTime: UInt64, offset: Int) {
    let seconds = (Int(wallTime / 1_000_000_000) + offset) % 86_400
    let day = UInt64((seconds + 86_400) % 86_400)
    text = [day / 3600, day / 60 % 60, day % 60].map(Quantity.twoDigits).joined(separator: ":")
  }
}

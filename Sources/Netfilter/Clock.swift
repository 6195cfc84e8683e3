import Glibc

/// The two clocks that a snapshot carries, and that of what the program takes.
package enum Clock {
  /// Nanoseconds on a clock that never jumps (`CLOCK_MONOTONIC`).
  ///
  /// Not `CLOCK_BOOTTIME`: while the machine sleeps it forwards nothing, and a rate over that time
  /// would be too low.
  package static func monotonic() -> UInt64 { read(CLOCK_MONOTONIC) }

  /// Nanoseconds since 1970 (`CLOCK_REALTIME`).
  package static func wall() -> UInt64 { read(CLOCK_REALTIME) }

  /// Processor time that the whole program has taken, in nanoseconds (`CLOCK_PROCESS_CPUTIME_ID`).
  static func processor() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

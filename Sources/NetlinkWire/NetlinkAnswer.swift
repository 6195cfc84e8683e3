/// What the kernel answers to a request: `NLMSG_ERROR`, or the end of a dump, `NLMSG_DONE`.
package struct NetlinkAnswer: Equatable, Sendable {
  /// The error as a positive number of errno(3), or 0 for success.
  package let errno: Int32
  /// `NLMSGERR_ATTR_MSG`: the kernel's own words, when it has any.
  package let message: String?

  package init(errno: Int32, message: String? = nil) {
    self.errno = errno
    self.message = message
  }

  /// Decodes `NLMSG_ERROR` or `NLMSG_DONE`.
  ///
  /// Old kernels end a dump without a number, which is success. The number counts even where the
  /// words after it are garbled.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    if message.type == MessageType.done && message.payload.count < 4 {
      self.init(errno: 0)
      return
    }
    let rest = try message.after(4, "nlmsgerr")
    let number = bytes.host(Int32.self, at: message.payload.lowerBound)
    self.init(
      errno: number == .min ? .max : abs(number),
      message: try? Self.text(in: bytes, message, rest))
  }

  /// The kernel's words among the attributes at the end.
  ///
  /// `NLMSG_ERROR` repeats the request before them: whole, or its header alone with `NLM_F_CAPPED`.
  private static func text(
    in bytes: RawSpan, _ message: Message, _ rest: Range<Int>
  ) throws(DecodeError) -> String? {
    guard message.has(MessageFlag.answerAttributes) else { return nil }
    var start = rest.lowerBound
    if message.type == MessageType.error {
      guard rest.count >= MessageCursor.headerLength else {
        throw DecodeError(.truncated, at: start, name: "nlmsgerr")
      }
      let request =
        message.has(MessageFlag.capped)
        ? MessageCursor.headerLength : Int(bytes.host(UInt32.self, at: start))
      let padded = (request + 3) & ~3
      guard padded >= MessageCursor.headerLength, padded <= rest.count else {
        throw DecodeError(.badLength(request), at: start, name: "nlmsgerr")
      }
      start += padded
    }
    var found: String?
    var cursor = AttributeCursor(start..<rest.upperBound, of: "NLMSGERR_ATTR")
    while let a = try cursor.next(in: bytes) {
      if a.type == AnswerAttribute.message { found = bytes.text(a) }
    }
    return found
  }
}

extension NetlinkAnswer {
  /// The `nlmsg_type` and `nlmsg_flags` of the request that an `NLMSG_ERROR` answers, which it
  /// repeats after its number.
  package static func request(
    in bytes: RawSpan, _ message: Message
  ) -> (type: UInt16, flags: UInt16)? {
    guard message.type == MessageType.error, message.payload.count >= 12 else { return nil }
    let start = message.payload.lowerBound + 4
    return (
      bytes.host(UInt16.self, at: start + 4), bytes.host(UInt16.self, at: start + 6)
    )
  }

  /// Why flowtables could not be listed, as one sentence.
  package var flowtableProblem: String {
    switch errno {
    case 1, 13: "Listing flowtables needs the capability CAP_NET_ADMIN."
    case 2, 22, 93, 95, 97: "This kernel has no flowtables (nf_tables is missing or too old)."
    default: message ?? "The kernel refused to list flowtables (errno \(errno))."
    }
  }

  /// Why the ruleset could not be listed, as one sentence.
  package var rulesetProblem: String {
    switch errno {
    case 1, 13: "Listing the ruleset needs the capability CAP_NET_ADMIN."
    case 22, 93, 95, 97: "This kernel has no nftables ruleset (nf_tables is missing)."
    default: message ?? "The kernel refused to list the ruleset (errno \(errno))."
    }
  }

  /// The sentence about a ruleset that no reading of several caught whole.
  package static let changingRuleset =
    "The ruleset changed while it was read; the next poll reads it anew."
}

/// Why a dump ended before its time.
package enum NetlinkFailure: Error, Equatable, Sendable {
  /// The kernel refused, with an errno other than 0.
  case refused(NetlinkAnswer)
  /// `NLMSG_OVERRUN`: messages were lost.
  case overrun
}

/// Why a text is no filter, and where.
package struct FilterError: Error, Hashable, Sendable {
  /// The place that is wrong, in Unicode scalars from the beginning of the text.
  ///
  /// Where something is missing it may lie behind the last scalar.
  package let offset: Int
  /// One sentence: what was expected there.
  package let sentence: String

  init(at offset: Int, _ sentence: String) {
    self.offset = offset
    self.sentence = sentence
  }

  /// The place as it is told to a person: columns count from 1.
  package var column: Int { offset + 1 }
}

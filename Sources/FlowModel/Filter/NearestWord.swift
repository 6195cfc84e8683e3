/// Finds the word that was meant when another was typed.
enum NearestWord {
  /// The nearest of some words, in lower case; nil where none is near.
  ///
  /// One slip is forgiven, two in a word of six letters or more: a letter too much, too few, another
  /// one, or two that changed places.
  static func find(_ typed: String, in words: [String]) -> String? {
    let letters = Array(typed.lowercased().utf8)
    guard (2...32).contains(letters.count) else { return nil }
    let allowed = letters.count < 6 ? 1 : 2
    var best: (word: String, slips: Int)?
    for word in words {
      let slips = slips(letters, Array(word.utf8))
      if slips <= allowed, slips < best?.slips ?? .max { best = (word, slips) }
    }
    return best?.word
  }

  /// The number of slips between two words: their optimal string alignment distance.
  private static func slips(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, before[j - 1] + 1)
        }
        row.append(least)
      }
      before = last
      last = row
    }
    return last[b.count]
  }
}

extension Ruleset {
  /// A set or map by its full name.
  package struct SetName: Hashable, Sendable {
    package let table: TableName
    package let name: String

    package init(_ table: TableName, _ name: String) {
      self.table = table
      self.name = name
    }
  }

  /// A set or map with its elements: `NFT_MSG_NEWSET`, `NFT_MSG_NEWSETELEM`.
  package struct SetDefinition: Hashable, Sendable {
    /// The corresponding kernel constants are `NFT_SET_*`.
    package struct Flags: OptionSet, Hashable, Sendable {
      package let rawValue: UInt32
      package init(rawValue: UInt32) { self.rawValue = rawValue }
      package static let anonymous = Flags(rawValue: 0x1)
      package static let constant = Flags(rawValue: 0x2)
      package static let interval = Flags(rawValue: 0x4)
      package static let map = Flags(rawValue: 0x8)
      package static let timeout = Flags(rawValue: 0x10)
      /// `NFT_SET_EVAL`: rules may add to it.
      package static let dynamic = Flags(rawValue: 0x20)
      /// `NFT_SET_OBJECT`: a map to named objects.
      package static let object = Flags(rawValue: 0x40)
      package static let concat = Flags(rawValue: 0x80)
    }

    package var table: TableName
    package var name: String
    package var flags: Flags
    /// Octets of a key.
    package var keyLength: Int
    /// `NFTA_SET_DATA_TYPE` is `NFT_DATA_VERDICT`: a verdict map.
    package var mapsToVerdict: Bool
    /// Octets of each field of a concatenated key (`NFTA_SET_DESC_CONCAT`), unpadded; empty without.
    ///
    /// Each field is padded to four octets in keys.
    package var fieldLengths: [Int]
    /// `NFTA_SET_KEY_TYPE`: nft(8)'s own number for the type of the key, 6 bits for each field.
    package var keyType: UInt32?
    /// `NFTA_SET_HANDLE`: no other set of its table had it before; nil from an old kernel.
    package var handle: UInt64?
    /// nil when the elements could not be read, or are too many to read.
    package var elements: [Element]?
    /// Its name with that of its table.
    package var fullName: SetName { SetName(table, name) }

    package init(
      table: TableName, name: String, flags: Flags = [], keyLength: Int,
      mapsToVerdict: Bool = false,
      fieldLengths: [Int] = [], keyType: UInt32? = nil, elements: [Element]? = []
    ) {
      self.table = table
      self.name = name
      self.flags = flags
      self.keyLength = keyLength
      self.mapsToVerdict = mapsToVerdict
      self.fieldLengths = fieldLengths
      self.keyType = keyType
      self.elements = elements
    }
  }

  /// An element of a set or map.
  ///
  /// Of an interval set without concatenation, the kernel lists where intervals begin and where they
  /// end (`isIntervalEnd`) as elements of their own; of a concatenated one, `key` to `keyEnd`.
  package struct Element: Hashable, Sendable {
    package enum Data: Hashable, Sendable {
      case value([UInt8])
      case verdict(Verdict)
      /// `NFTA_SET_ELEM_OBJREF`.
      case object(String)
    }

    /// As it lies in a register; empty for the catch-all element.
    package var key: [UInt8]
    package var keyEnd: [UInt8]?
    package var data: Data?
    /// The corresponding kernel constant is `NFT_SET_ELEM_INTERVAL_END`.
    package var isIntervalEnd: Bool
    /// `NFT_SET_ELEM_CATCHALL`: `*`, which matches what no other element does.
    package var isCatchall: Bool
    /// It goes by itself: `NFTA_SET_ELEM_EXPIRATION`, in milliseconds.
    package var expiration: UInt64?
    /// It carries expressions besides counters (a limit, a quota), which may keep it from matching.
    package var isConditional: Bool

    package init(
      key: [UInt8], keyEnd: [UInt8]? = nil, data: Data? = nil, isIntervalEnd: Bool = false,
      isCatchall: Bool = false, expiration: UInt64? = nil, isConditional: Bool = false
    ) {
      self.key = key
      self.keyEnd = keyEnd
      self.data = data
      self.isIntervalEnd = isIntervalEnd
      self.isCatchall = isCatchall
      self.expiration = expiration
      self.isConditional = isConditional
    }
  }

  /// A named object: `NFT_MSG_NEWOBJ`.
  package struct Object: Hashable, Sendable {
    package var table: TableName
    package var name: String
    /// `NFT_OBJECT_*`: 1 counter, 2 quota, 3 ct helper, 4 limit, 5 connlimit, 6 tunnel, 7 ct timeout,
    /// 8 secmark, 9 ct expectation, 10 synproxy.
    package var type: UInt32
    /// The helper that a ct helper object sets: `NFTA_CT_HELPER_NAME`.
    package var helper: String?

    /// Whether objects of a type may keep a rule from matching: quota, limit, connlimit.
    package static func isCondition(_ type: UInt32) -> Bool { [2, 4, 5].contains(type) }

    package init(table: TableName, name: String, type: UInt32, helper: String? = nil) {
      self.table = table
      self.name = name
      self.type = type
      self.helper = helper
    }
  }
}

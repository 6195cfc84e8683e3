// The kernel's numbers for the expressions of rules: include/uapi/linux/netfilter/nf_tables.h, and
// nf_tables_compat.h for `match` and `target`.

/// `enum nft_expr_attributes`, `NFTA_EXPR_*`.
enum ExpressionAttribute {
  static let name: UInt16 = 1
  static let data: UInt16 = 2
}

/// `enum nft_data_attributes`, `NFTA_DATA_*`, and `NFTA_VERDICT_*` inside.
enum DataAttribute {
  static let value: UInt16 = 1
  static let verdict: UInt16 = 2
  static let verdictCode: UInt16 = 1
  static let verdictChain: UInt16 = 2
}

/// `NFTA_PAYLOAD_*`.
enum PayloadAttribute {
  static let destination: UInt16 = 1
  static let base: UInt16 = 2
  static let offset: UInt16 = 3
  static let length: UInt16 = 4
  static let source: UInt16 = 5
}

/// `NFTA_META_*`.
enum MetaAttribute {
  static let destination: UInt16 = 1
  static let key: UInt16 = 2
  static let source: UInt16 = 3
}

/// `NFTA_CT_*`.
enum CtAttribute {
  static let destination: UInt16 = 1
  static let key: UInt16 = 2
  static let direction: UInt16 = 3
  static let source: UInt16 = 4
}

/// `NFTA_CMP_*`.
enum CompareAttribute {
  static let source: UInt16 = 1
  static let operation: UInt16 = 2
  static let data: UInt16 = 3
}

/// `NFTA_RANGE_*`.
enum RangeAttribute {
  static let source: UInt16 = 1
  static let operation: UInt16 = 2
  static let from: UInt16 = 3
  static let to: UInt16 = 4
}

/// `NFTA_BITWISE_*`, and `enum nft_bitwise_ops`.
enum BitwiseAttribute {
  static let source: UInt16 = 1
  static let destination: UInt16 = 2
  static let length: UInt16 = 3
  static let mask: UInt16 = 4
  static let xor: UInt16 = 5
  static let operation: UInt16 = 6
  static let data: UInt16 = 7

  static let maskXor: UInt32 = 0
  static let shiftLeft: UInt32 = 1
  static let shiftRight: UInt32 = 2
  // Since Linux 6.13.
  static let and: UInt32 = 3
  static let or: UInt32 = 4
  static let exclusiveOr: UInt32 = 5
}

/// `NFTA_BYTEORDER_*`.
enum ByteorderAttribute {
  static let source: UInt16 = 1
  static let destination: UInt16 = 2
  static let length: UInt16 = 4
  static let size: UInt16 = 5
}

/// `NFTA_IMMEDIATE_*`.
enum ImmediateAttribute {
  static let destination: UInt16 = 1
  static let data: UInt16 = 2
}

/// `NFTA_LOOKUP_*`.
enum LookupAttribute {
  static let set: UInt16 = 1
  static let source: UInt16 = 2
  static let destination: UInt16 = 3
  static let flags: UInt16 = 5
  /// `NFT_LOOKUP_F_INV`.
  static let inverted: UInt32 = 1
}

/// `NFTA_DYNSET_*`.
enum DynsetAttribute {
  static let set: UInt16 = 1
  static let operation: UInt16 = 3
  static let key: UInt16 = 4
  static let expression: UInt16 = 7
  static let flags: UInt16 = 9
  static let expressions: UInt16 = 10
  /// `NFT_DYNSET_OP_DELETE`.
  static let delete: UInt32 = 2
  /// `NFT_DYNSET_F_INV`.
  static let inverted: UInt32 = 1
}

/// `NFTA_OBJREF_*`.
enum ObjectReferenceAttribute {
  static let type: UInt16 = 1
  static let name: UInt16 = 2
  static let key: UInt16 = 3
  static let map: UInt16 = 4
}

/// `NFTA_FLOW_TABLE_NAME`.
enum FlowOffloadAttribute {
  static let flowtable: UInt16 = 1
}

/// `NFTA_EXTHDR_*`.
enum ExthdrAttribute {
  static let destination: UInt16 = 1
  static let length: UInt16 = 4
}

/// `NFTA_LIMIT_*`.
enum LimitAttribute {
  static let rate: UInt16 = 1
  static let unit: UInt16 = 2
  static let type: UInt16 = 4
  static let flags: UInt16 = 5
}

/// `NFTA_FIB_*`.
enum FibAttribute {
  static let destination: UInt16 = 1
  static let result: UInt16 = 2
  static let flags: UInt16 = 3
}

/// `NFTA_INNER_EXPR`.
enum InnerAttribute {
  static let expression: UInt16 = 5
}

/// `NFTA_MATCH_*` and `NFTA_TARGET_*`, which are the same.
enum CompatAttribute {
  static let name: UInt16 = 1
  static let revision: UInt16 = 2
  static let info: UInt16 = 3
}

// The kernel's numbers for the ruleset, as include/uapi/linux/netfilter/nf_tables.h has them: the
// messages and their own attributes. Those of expressions: ExpressionConstants.swift.

extension MessageType {
  // `NFNL_SUBSYS_NFTABLES << 8`, and `NFT_MSG_NEWTABLE` and so on.
  package static let table: UInt16 = 0x0a00
  package static let getTable: UInt16 = 0x0a01
  package static let chain: UInt16 = 0x0a03
  package static let getChain: UInt16 = 0x0a04
  package static let rule: UInt16 = 0x0a06
  package static let getRule: UInt16 = 0x0a07
  package static let set: UInt16 = 0x0a09
  package static let getSet: UInt16 = 0x0a0a
  package static let setElements: UInt16 = 0x0a0c
  package static let getSetElements: UInt16 = 0x0a0d
  package static let generation: UInt16 = 0x0a0f
  package static let getGeneration: UInt16 = 0x0a10
  package static let object: UInt16 = 0x0a12
  package static let getObject: UInt16 = 0x0a13
}

/// `NFTA_LIST_ELEM`, which each item of a list is.
let listElement: UInt16 = 1

/// `enum nft_gen_attributes`, `NFTA_GEN_*`.
enum GenerationAttribute {
  static let id: UInt16 = 1
}

/// `enum nft_table_attributes`, `NFTA_TABLE_*`.
enum TableAttribute {
  static let name: UInt16 = 1
  static let flags: UInt16 = 2
  static let handle: UInt16 = 4
  /// `NFT_TABLE_F_DORMANT`.
  static let dormant: UInt32 = 1
}

/// `enum nft_chain_attributes`, `NFTA_CHAIN_*`.
enum ChainAttribute {
  static let table: UInt16 = 1
  static let handle: UInt16 = 2
  static let name: UInt16 = 3
  static let hook: UInt16 = 4
  static let policy: UInt16 = 5
  static let type: UInt16 = 7
  /// `NF_DROP`.
  static let drop: UInt32 = 0
}

/// `enum nft_hook_attributes`, `NFTA_HOOK_*`; the devices as in `HookAttribute`.
enum ChainHookAttribute {
  static let number: UInt16 = 1
  static let priority: UInt16 = 2
  static let device: UInt16 = 3
  static let devices: UInt16 = 4
}

/// `enum nft_rule_attributes`, `NFTA_RULE_*`.
enum RuleAttribute {
  static let table: UInt16 = 1
  static let chain: UInt16 = 2
  static let handle: UInt16 = 3
  static let expressions: UInt16 = 4
  static let userData: UInt16 = 7
  /// `NFTNL_UDATA_RULE_COMMENT` of libnftnl, within the user data.
  static let comment: UInt8 = 0
}

/// `enum nft_set_attributes`, `NFTA_SET_*`.
enum SetAttribute {
  static let table: UInt16 = 1
  static let name: UInt16 = 2
  static let flags: UInt16 = 3
  static let keyType: UInt16 = 4
  static let keyLength: UInt16 = 5
  static let dataType: UInt16 = 6
  static let description: UInt16 = 9
  static let handle: UInt16 = 16
  /// `NFTA_SET_DESC_CONCAT`, and `NFTA_SET_FIELD_LEN` inside each of its items.
  static let concatenation: UInt16 = 2
  static let fieldLength: UInt16 = 1
  /// `NFT_DATA_VERDICT`.
  static let verdictData: UInt32 = 0xffff_ff00
}

/// `enum nft_set_elem_list_attributes`, `NFTA_SET_ELEM_LIST_*`.
enum ElementListAttribute {
  static let table: UInt16 = 1
  static let set: UInt16 = 2
  static let elements: UInt16 = 3
}

/// `enum nft_set_elem_attributes`, `NFTA_SET_ELEM_*`.
enum ElementAttribute {
  static let key: UInt16 = 1
  static let data: UInt16 = 2
  static let flags: UInt16 = 3
  static let expiration: UInt16 = 5
  static let expression: UInt16 = 7
  static let object: UInt16 = 9
  static let keyEnd: UInt16 = 10
  static let expressions: UInt16 = 11
  /// `NFT_SET_ELEM_INTERVAL_END`.
  static let intervalEnd: UInt32 = 1
  /// `NFT_SET_ELEM_CATCHALL`.
  static let catchall: UInt32 = 2
}

/// `enum nft_object_attributes`, `NFTA_OBJ_*`.
enum ObjectAttribute {
  static let table: UInt16 = 1
  static let name: UInt16 = 2
  static let type: UInt16 = 3
  static let data: UInt16 = 4
  /// `NFT_OBJECT_CT_HELPER`, and `NFTA_CT_HELPER_NAME` within its data.
  static let helperType: UInt32 = 3
  static let helperName: UInt16 = 1
}

package import FlowModel

/// The ruleset's generation: the answer to `NFT_MSG_GETGEN`.
package struct RulesetGeneration: Equatable, Sendable {
  /// `NFTA_GEN_ID`: another one after each transaction.
  package let id: UInt32

  package init(id: UInt32) { self.id = id }

  /// Decodes `NFT_MSG_NEWGEN`.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    var id: UInt32?
    var cursor = AttributeCursor(try message.afterNfgenmsg(), of: "NFTA_GEN")
    while let a = try cursor.next(in: bytes) {
      if a.type == GenerationAttribute.id { id = try bytes.big(UInt32.self, a, "NFTA_GEN_ID") }
    }
    guard let id else { throw message.lacks("NFTA_GEN_ID") }
    self.init(id: id)
  }
}

extension Ruleset.Table {
  /// Decodes `NFT_MSG_NEWTABLE`.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    var name: String?
    var flags: UInt32 = 0
    var handle: UInt64?
    var cursor = AttributeCursor(attributes, of: "NFTA_TABLE")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case TableAttribute.name: name = bytes.text(a)
      case TableAttribute.flags: flags = try bytes.big(UInt32.self, a, "NFTA_TABLE_FLAGS")
      case TableAttribute.handle: handle = try bytes.big(UInt64.self, a, "NFTA_TABLE_HANDLE")
      default: break
      }
    }
    guard let name else { throw message.lacks("NFTA_TABLE_NAME") }
    self.init(
      bytes.tableName(message, name), isDormant: flags & TableAttribute.dormant != 0, handle: handle
    )
  }
}

extension Ruleset.Chain {
  /// Decodes `NFT_MSG_NEWCHAIN`.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    var table: String?
    var name: String?
    var hook: Hook?
    var type: String?
    var policy: UInt32?
    var handle: UInt64?
    var cursor = AttributeCursor(attributes, of: "NFTA_CHAIN")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ChainAttribute.table: table = bytes.text(a)
      case ChainAttribute.name: name = bytes.text(a)
      case ChainAttribute.handle: handle = try bytes.big(UInt64.self, a, "NFTA_CHAIN_HANDLE")
      case ChainAttribute.hook: hook = try Hook(decoding: bytes, a)
      case ChainAttribute.policy: policy = try bytes.big(UInt32.self, a, "NFTA_CHAIN_POLICY")
      case ChainAttribute.type: type = bytes.text(a)
      default: break
      }
    }
    guard let table else { throw message.lacks("NFTA_CHAIN_TABLE") }
    guard let name else { throw message.lacks("NFTA_CHAIN_NAME") }
    self.init(
      table: bytes.tableName(message, table), name: name, hook: hook, type: type,
      policyIsDrop: policy == ChainAttribute.drop, handle: handle)
  }
}

extension Ruleset.Chain.Hook {
  fileprivate init(decoding bytes: RawSpan, _ attribute: Attribute) throws(DecodeError) {
    var number: UInt32?
    var priority: Int32?
    var devices: [String] = []
    var cursor = AttributeCursor(inside: attribute, of: "NFTA_CHAIN_HOOK")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ChainHookAttribute.number:
        number = try bytes.big(UInt32.self, a, "NFTA_HOOK_HOOKNUM")
      case ChainHookAttribute.priority:
        priority = try bytes.big(Int32.self, a, "NFTA_HOOK_PRIORITY")
      case ChainHookAttribute.device:
        // Told along with the list of them, when there is one alone.
        if devices.isEmpty { devices = [bytes.text(a)] }
      case ChainHookAttribute.devices:
        devices = try bytes.deviceNames(a, "NFTA_HOOK_DEVS")
      default: break
      }
    }
    guard let number else { throw attribute.lacks("NFTA_HOOK_HOOKNUM") }
    guard let priority else { throw attribute.lacks("NFTA_HOOK_PRIORITY") }
    self.init(number: number, priority: priority, devices: devices)
  }
}

extension Ruleset.Object {
  /// Decodes `NFT_MSG_NEWOBJ`.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    var table: String?
    var name: String?
    var type: UInt32?
    var data: Attribute?
    var cursor = AttributeCursor(attributes, of: "NFTA_OBJ")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ObjectAttribute.table: table = bytes.text(a)
      case ObjectAttribute.name: name = bytes.text(a)
      case ObjectAttribute.type: type = try bytes.big(UInt32.self, a, "NFTA_OBJ_TYPE")
      case ObjectAttribute.data: data = a
      default: break
      }
    }
    guard let table else { throw message.lacks("NFTA_OBJ_TABLE") }
    guard let name else { throw message.lacks("NFTA_OBJ_NAME") }
    guard let type else { throw message.lacks("NFTA_OBJ_TYPE") }
    var helper: String?
    if type == ObjectAttribute.helperType, let data {
      var inner = AttributeCursor(inside: data, of: "NFTA_OBJ_DATA")
      while let a = try inner.next(in: bytes) {
        if a.type == ObjectAttribute.helperName { helper = bytes.text(a) }
      }
    }
    self.init(
      table: bytes.tableName(message, table), name: name, type: type, helper: helper)
  }
}

extension RawSpan {
  /// A table of the family that `struct nfgenmsg` names; callers have checked that it is there.
  func tableName(_ message: Message, _ name: String) -> Ruleset.TableName {
    let family = host(UInt8.self, at: message.payload.lowerBound)
    return Ruleset.TableName(TableFamily(rawValue: family), name)
  }

  /// `NFTA_DEVICE_NAME` and `NFTA_DEVICE_PREFIX` in a list of devices.
  func deviceNames(
    _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) -> [String] {
    var names: [String] = []
    var cursor = AttributeCursor(inside: attribute, of: name)
    while let device = try cursor.next(in: self) {
      switch device.type {
      case HookAttribute.deviceName: names.append(text(device))
      case HookAttribute.devicePrefix: names.append(text(device) + "*")
      default: break
      }
    }
    return names
  }
}

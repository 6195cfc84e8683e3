package import FlowModel

extension Flowtable {
  /// Decodes `NFT_MSG_NEWFLOWTABLE`.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.afterNfgenmsg()
    let number = bytes.host(UInt8.self, at: message.payload.lowerBound)
    var table: String?
    var name: String?
    self.init(family: Self.familyName(number), table: "", name: "")
    var cursor = AttributeCursor(attributes, of: "NFTA_FLOWTABLE")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case FlowtableAttribute.table: table = bytes.text(a)
      case FlowtableAttribute.name: name = bytes.text(a)
      case FlowtableAttribute.hook: try decodeHook(bytes, a)
      case FlowtableAttribute.use: use = try bytes.big(UInt32.self, a, "NFTA_FLOWTABLE_USE")
      case FlowtableAttribute.handle:
        handle = try bytes.big(UInt64.self, a, "NFTA_FLOWTABLE_HANDLE")
      case FlowtableAttribute.flags:
        flags = Flags(rawValue: try bytes.big(UInt32.self, a, "NFTA_FLOWTABLE_FLAGS"))
      default: break
      }
    }
    guard let table else { throw message.lacks("NFTA_FLOWTABLE_TABLE") }
    guard let name else { throw message.lacks("NFTA_FLOWTABLE_NAME") }
    self.table = table
    self.name = name
  }

  private mutating func decodeHook(
    _ bytes: RawSpan, _ attribute: Attribute
  ) throws(DecodeError) {
    var cursor = AttributeCursor(inside: attribute, of: "NFTA_FLOWTABLE_HOOK")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case HookAttribute.number:
        hook = try bytes.big(UInt32.self, a, "NFTA_FLOWTABLE_HOOK_NUM")
      case HookAttribute.priority:
        priority = try bytes.big(Int32.self, a, "NFTA_FLOWTABLE_HOOK_PRIORITY")
      case HookAttribute.devices:
        devices = []
        var inner = AttributeCursor(inside: a, of: "NFTA_FLOWTABLE_HOOK_DEVS")
        while let device = try inner.next(in: bytes) {
          switch device.type {
          case HookAttribute.deviceName: devices.append(bytes.text(device))
          case HookAttribute.devicePrefix: devices.append(bytes.text(device) + "*")
          default: break
          }
        }
      default: break
      }
    }
  }

  /// `NFPROTO_*` as nft(8) writes it.
  private static func familyName(_ number: UInt8) -> String {
    switch number {
    case 1: "inet"
    case 2: "ip"
    case 10: "ip6"
    default: String(number)
    }
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct NameTests {
  private var table: NameTable {
    NameTable(
      hosts: "127.0.0.1 localhost\n192.168.1.23\tlaptop other # a comment\r\nbad line\r\n",
      services:
        "# services\nhttps 443/tcp # secure\ndomain 53/udp\nssh 22/tcp\nnothing 1/ddp\nx 99999/tcp\n"
    )
  }

  private func model(_ mode: Configuration.Names) -> Model {
    var settings = Settings()
    settings.names = table
    settings.names.mode = mode
    var model = Model(settings: settings, size: Size(width: 120, height: 40))
    _ = model.update(.snapshot(Scene.snapshot(0)))
    return model
  }

  @Test func namesOfTheFilesAreShownOnceWanted() {
    #expect(!model(.off).screen.contains("laptop"))
    #expect(model(.local).screen.contains("laptop:51544"))
    #expect(model(.local).screen.contains("192.168.1.1:ssh"))
    #expect(model(.off).addressesToAsk.isEmpty)
    #expect(model(.local).addressesToAsk.isEmpty)
  }

  @Test func aNameServersNamesStandWhereTheFilesHaveNone() {
    var model = model(.dns)
    let asked = Set(model.addressesToAsk)
    #expect(asked.contains(Scene.ipv4(192, 168, 1, 1)))
    #expect(!asked.contains(Scene.ipv4(192, 168, 1, 23)))
    _ = model.update(.named(Scene.ipv4(192, 168, 1, 1), "gw.example"))
    _ = model.update(.named(Scene.ipv4(192, 168, 1, 23), "wrong.example"))
    #expect(model.screen.contains("gw.example:ssh"))
    #expect(model.screen.contains("laptop:51544"))
    _ = model.update(.named(Scene.ipv4(192, 168, 1, 1), nil))
    #expect(!model.screen.contains("gw.example"))
  }

  @Test func nGoesThroughThem() {
    var model = model(.off)
    for sentence in ["hosts and services files", "name server's", "Names off"] {
      _ = model.update(.key(.character("n")))
      #expect(model.screen.contains(sentence))
    }
  }

  @Test func privacyAllowsNone() {
    var settings = Settings()
    settings.names = table
    settings.mask = AddressMask(key0: 1, key1: 2)
    var model = Model(settings: settings, size: Size(width: 120, height: 40))
    _ = model.update(.snapshot(Scene.snapshot(0)))
    _ = model.update(.key(.character("n")))
    #expect(model.screen.contains("Names would tell what privacy hides."))
    #expect(model.addressesToAsk.isEmpty)
  }

  @Test func ourOwnLookupsAreNotListed() {
    var model = model(.dns)
    let server = Scene.ipv4(192, 0, 2, 53)
    #expect(model.screen.contains("192.0.2.53:domain"))
    let from = Scene.ipv4(192, 168, 1, 40)
    _ = model.update(.lookingUp(OwnLookups(from: from, port: 40_211, server: server)))
    #expect(!model.screen.contains("192.0.2.53:domain"))
  }

  @Test func whatIsKeptIsBounded() {
    var table = table
    table.mode = .dns
    for number in 0..<UInt32(3 * NameTable.most) {
      table.learn("x", of: Address(ipv4: number))
    }
    let kept = (0..<UInt32(3 * NameTable.most)).filter { table.name(of: Address(ipv4: $0)) != nil }
    #expect(kept.count <= NameTable.most)
  }
}

import Canvas
import Diagnosis
import FlowModel

extension ConfigurationKey {
  /// Takes a value from a file over into a configuration, or throws why it cannot stand there.
  func read(_ value: String, into configuration: inout Configuration) throws(ConfigurationFailure) {
    switch self {
    case .interval:
      guard let interval = Interval(value) else {
        throw expected("a time from 100ms to 1h such as 500ms, 2s, 1m", value)
      }
      configuration.interval = interval
    case .cpu:
      guard let cpu = Int(value), Configuration.cpuRange.contains(cpu) else {
        throw expected("a percentage from 0 to 100", value)
      }
      configuration.cpu = cpu
    case .events: configuration.watchesEvents = try flag(value)
    case .theme: configuration.theme = value.isEmpty ? Configuration().theme : value
    case .color: configuration.color = try choice(value)
    case .ascii: configuration.isASCII = try flag(value)
    case .readOnly: configuration.isReadOnly = try flag(value)
    case .filter:
      do throws(FilterError) {
        configuration.filter = try FlowFilter(typed: value)
      } catch {
        throw ConfigurationFailure("in the filter, at column \(error.column): \(error.sentence)")
      }
    case .units:
      guard ["bits", "bytes"].contains(value) else { throw expected("bits or bytes", value) }
      configuration.units.inBytes = value == "bytes"
    case .prefixes:
      guard ["si", "iec"].contains(value.lowercased()) else { throw expected("SI or IEC", value) }
      configuration.units.isBinary = value.lowercased() == "iec"
    case .columns:
      do throws(ColumnChoice.Failure) {
        configuration.columns = try ColumnChoice.list(value)
      } catch {
        throw ConfigurationFailure(error.sentence)
      }
    case .order:
      guard let order = FlowOrder(words: value) else {
        throw expected("lane or a column, and ascending or descending behind it", value)
      }
      configuration.order = order
    case .mouse: configuration.usesMouse = try flag(value)
    case .names: configuration.names = try choice(value)
    case .hosts: configuration.hosts = value.isEmpty ? Configuration().hosts : value
    case .privacy: configuration.isPrivate = try flag(value)
    case .log: configuration.log = value
    }
  }

  private func flag(_ value: String) throws(ConfigurationFailure) -> Bool {
    switch value.lowercased() {
    case "yes", "true", "on", "1": return true
    case "no", "false", "off", "0": return false
    default: throw expected("yes or no", value)
    }
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: String
  ) throws(ConfigurationFailure) -> Choice {
    if let choice = Choice(rawValue: value) { return choice }
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw expected("one of \(names)", value)
  }

  private func expected(_ what: String, _ value: String) -> ConfigurationFailure {
    let found = value.isEmpty ? "nothing" : SettingsText.quote(value)
    return ConfigurationFailure("\(rawValue) takes \(what), not \(found)")
  }
}

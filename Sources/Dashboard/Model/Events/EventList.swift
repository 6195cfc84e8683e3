/// The events as the operator sees them: which kind, and where he stands.
package struct EventList: Sendable {
  package internal(set) var topic = EventTopic.all
  package internal(set) var cursor = Cursor<UInt64>()
}

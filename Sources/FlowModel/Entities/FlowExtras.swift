/// Attributes that few entries carry.
package final class FlowExtras: Sendable {
  /// The corresponding kernel constant is `CTA_HELP_NAME`.
  package let helper: String?
  /// `CTA_LABELS`: sixteen bytes as the kernel sent them.
  package let labels: [UInt8]?
  /// The corresponding kernel constant is `CTA_SECCTX_NAME`.
  package let securityContext: String?
  /// `CTA_TUPLE_MASTER`: the flow that announced this one.
  package let master: Tuple?

  package init(
    helper: String? = nil, labels: [UInt8]? = nil, securityContext: String? = nil,
    master: Tuple? = nil
  ) {
    self.helper = helper
    self.labels = labels
    self.securityContext = securityContext
    self.master = master
  }
}

extension FlowExtras: Hashable {
  package static func == (a: FlowExtras, b: FlowExtras) -> Bool {
    a === b
      || (a.helper == b.helper && a.labels == b.labels
        && a.securityContext == b.securityContext && a.master == b.master)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(helper)
    hasher.combine(labels)
    hasher.combine(securityContext)
    hasher.combine(master)
  }
}

/// Where a canvas is shown.
///
/// The terminal is one; a test's recorder another.
package protocol Display: AnyObject {
  /// The size to draw for, as it is now.
  var size: Size { get }
  /// Shows a canvas; only what changed since the last one need be sent.
  func present(_ canvas: Canvas)
}

package import Canvas

/// Where each region of the screen lies.
///
///     header   gw1 rtr                 14:32:07  every 1 s  poll 4 ms  1,204 of 262,144 flows
///     lanes    S slow        87 flows   7 %   12.4 Mb/s ▁▁▂▁▇▂▁▁▁▂▁▂▂▁▁▇
///              F software   934 flows  31 %   55.1 Mb/s ▃▄▄▅▄▄▃▃▄▄▅▄▄▃▃▄
///              H hardware   183 flows  62 %  110.6 Mb/s ▆▆▇▇▇▆▆▇▇▇▆▇▇▆▇▇  2 fell back
///     hint     (what the operator should know; else blank)
///     titles      PROTO SOURCE           DESTINATION             RATE   TOTAL
///     table     S tcp   10.0.1.23:51544  93.184.216.34:8443  11.9 Mb/s  1.2 GB
///     footer   ? help  / filter  x flush  p pin
///
/// A low screen drops the hint first, then the lanes, the titles, the header, the footer.
package struct ScreenLayout: Equatable, Sendable {
  package let header: Rect
  package let lanes: Rect
  package let hint: Rect
  package let titles: Rect
  package let table: Rect
  package let footer: Rect
  /// What a page covers: all between header and footer.
  package let page: Rect

  package init(_ size: Size) {
    var y = 0
    func take(_ rows: Int) -> Rect {
      let rect = Rect(x: 0, y: y, width: size.width, height: rows)
      y += rows
      return rect
    }
    let height = size.height
    header = take(height >= 4 ? 1 : 0)
    let below = y
    lanes = take(height >= 10 ? 3 : 0)
    hint = take(height >= 14 ? 1 : 0)
    titles = take(height >= 6 ? 1 : 0)
    let footerHeight = height >= 3 ? 1 : 0
    table = take(max(0, height - y - footerHeight))
    page = Rect(x: 0, y: below, width: size.width, height: height - below - footerHeight)
    footer = take(footerHeight)
  }
}

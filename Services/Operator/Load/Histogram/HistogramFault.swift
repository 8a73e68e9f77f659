/// Why bytes are no histogram of ours.
enum HistogramFault: Error, Equatable, Sendable {
    /// They do not begin as the V2 encoding does.
    case notAHistogram
    /// The range or precision differs.
    case otherRange
    /// They end too early or hold impossible counts.
    case damaged
}

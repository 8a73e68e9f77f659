import Foundation

/// The lines of a HdrHistogram log.
/// - Source: HdrHistogram 2.1, `HistogramLogWriter`, log format 1.3.
enum HistogramLog {
    /// Divides the largest value of an interval for its column: microseconds to milliseconds.
    private static let maximumUnit = 1000.0

    /// The comments and the legend with which a log begins.
    ///
    /// Time stamps in the lines are seconds after `startedAt`, which is therefore the base time too.
    static func header(startedAt: Date, comment: String) -> String {
        let seconds = decimal(startedAt.timeIntervalSince1970)
        return """
            #[\(plain(comment))]
            #[Histogram log format version 1.3]
            #[StartTime: \(seconds) (seconds since epoch), \(startedAt.formatted(.iso8601))]
            #[BaseTime: \(seconds) (seconds since epoch)]
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"

            """
    }

    /// One interval.
    /// - Parameters:
    ///   - histogram: what was recorded in it.
    ///   - tag: tells several series in one log apart; a comma or a line end in it becomes an underscore.
    ///   - start: seconds after the start of the log.
    ///   - length: seconds.
    /// - Returns: the line with its end.
    static func line(_ histogram: LatencyHistogram, tag: String?, start: Double, length: Double) -> String {
        let prefix = tag.map { "Tag=\(plain($0))," } ?? ""
        let largest = decimal(Double(histogram.maximum) / maximumUnit)
        return "\(prefix)\(decimal(start)),\(decimal(length)),\(largest),\(histogram.logPayload)\n"
    }

    private static func decimal(_ value: Double) -> String { String(format: "%.3f", value) }

    private static func plain(_ text: String) -> String {
        String(text.map { $0 == "," || $0.isNewline || $0.isWhitespace && $0 != " " ? "_" : $0 })
    }
}

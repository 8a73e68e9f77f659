import Foundation

/// Writes a `.hlog` file that HdrHistogram's own tools read, interval by interval.
struct HistogramLogWriter: Sendable {
    private let file: FileHandle

    /// Makes the file anew and writes its head.
    /// - Throws: `CocoaError` when the file cannot be written.
    init(file url: URL, startedAt: Date, comment: String) throws {
        try Data(HistogramLog.header(startedAt: startedAt, comment: comment).utf8).write(to: url)
        file = try FileHandle(forWritingTo: url)
        try file.seekToEnd()
    }

    /// Appends an interval; an empty one is left out.
    /// - Parameters:
    ///   - histogram: what was recorded in it.
    ///   - tag: tells several series in one log apart.
    ///   - start: seconds after the start of the log.
    ///   - length: seconds.
    /// - Throws: `CocoaError` when the file cannot be written.
    func append(_ histogram: LatencyHistogram, tag: String? = nil, start: Double, length: Double) throws {
        guard histogram.count > 0 else { return }
        try file.write(
            contentsOf: Data(HistogramLog.line(histogram, tag: tag, start: start, length: length).utf8))
    }

    /// Closes the file.
    /// - Throws: `CocoaError` when what was written could not be kept.
    func close() throws {
        try file.close()
    }
}

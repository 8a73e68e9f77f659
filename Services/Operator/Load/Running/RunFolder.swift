import Foundation

/// The folder of a run's files: `result.json`, a `.hlog` for each latency, `report.html`.
final class RunFolder {
    /// The folder.
    let url: URL
    private let startedAt: Date
    private var writers: [String: HistogramLogWriter] = [:]
    private var lastAt = 0.0

    /// Makes the folder.
    init(path: String, startedAt: Date) throws {
        url = URL(filePath: path, directoryHint: .isDirectory)
        self.startedAt = startedAt
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.fault("the folder \(path) cannot be made; name another with --out")
        }
    }

    /// The histogram files so far, by the latency's name.
    var histograms: [String: String] {
        Dictionary(uniqueKeysWithValues: writers.keys.map { ($0, Self.file($0)) })
    }

    /// Appends what was measured in an interval that ends now.
    func append(_ intervals: [String: LatencyHistogram], at seconds: Double) throws {
        let start = max(0, lastAt)
        for (name, histogram) in intervals {
            let writer: HistogramLogWriter
            if let known = writers[name] {
                writer = known
            } else {
                writer = try HistogramLogWriter(
                    file: url.appending(path: Self.file(name)), startedAt: startedAt, comment: "mpp load: \(name)")
                writers[name] = writer
            }
            try writer.append(histogram, start: start, length: max(0.001, seconds - start))
        }
        lastAt = seconds
    }

    /// Closes the histograms and writes the result and the report.
    func finish(_ result: LoadResult) throws {
        for writer in writers.values { try writer.close() }
        writers = [:]
        try Self.write(result, to: url)
    }

    /// Writes a result and its report into a folder.
    static func write(_ result: LoadResult, to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try encoder.encode(result).write(to: url.appending(path: "result.json"))
        try Data(LoadReportPage.render(result).utf8).write(to: url.appending(path: "report.html"))
    }

    private static func file(_ name: String) -> String { name + ".hlog" }
}

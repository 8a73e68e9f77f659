import Foundation

/// The folder of a run that several generators have shared.
struct CombinedFolder {
    /// The folder.
    let path: String

    /// Writes result and report, and the histograms with all generators' intervals in the order of time.
    func write(_ result: LoadResult, from parts: [String]) throws -> LoadResult {
        try FileManager.default.createDirectory(
            at: URL(filePath: path, directoryHint: .isDirectory), withIntermediateDirectories: true)
        var result = result
        for name in Set(try parts.flatMap(Self.histograms)) {
            try Self.merge(parts.map { "\($0)/\(name)" }, into: "\(path)/\(name)")
            result.histograms[String(name.dropLast(".hlog".count))] = name
        }
        try RunFolder.write(result, to: URL(filePath: path, directoryHint: .isDirectory))
        return result
    }

    private static func histograms(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".hlog") }
    }

    /// Puts logs of one start together: the head of the first, the intervals of all by their start.
    private static func merge(_ files: [String], into file: String) throws {
        let logs = files.compactMap { FileManager.default.contents(atPath: $0) }.map {
            String(decoding: $0, as: UTF8.self).split(whereSeparator: \.isNewline)
        }
        let head = logs.first?.filter { isHead($0) } ?? []
        let intervals = logs.flatMap { $0.filter { !isHead($0) } }.enumerated().sorted {
            (start($0.element), $0.offset) < (start($1.element), $1.offset)
        }
        let text = (head + intervals.map(\.element)).map { $0 + "\n" }.joined()
        try Data(text.utf8).write(to: URL(filePath: file))
    }

    private static func isHead(_ line: Substring) -> Bool { line.first == "#" || line.first == "\"" }

    private static func start(_ line: Substring) -> Double {
        line.split(separator: ",").first { !$0.hasPrefix("Tag=") }.flatMap { Double($0) } ?? 0
    }
}

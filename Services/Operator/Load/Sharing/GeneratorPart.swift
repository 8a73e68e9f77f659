import Contracts
import Foundation

/// What one generator of a run has found, whole enough to be put together with the others'.
struct GeneratorPart: Codable, Sendable {
    /// The file's name in the generator's folder.
    static let file = "part.json"

    /// The result as the generator tells it.
    var result: LoadResult
    /// The counts and histograms.
    var tally: LoadTally

    /// Makes a part.
    init(result: LoadResult, tally: LoadTally) {
        self.result = result
        self.tally = tally
    }

    /// Reads the part in a generator's folder.
    /// - Throws: `CommandFailure` when there is none.
    init(folder: String) throws {
        guard let data = FileManager.default.contents(atPath: folder + "/" + Self.file) else {
            throw CommandFailure.fault("\(folder) holds no \(Self.file): its generator has not ended with a result")
        }
        do {
            self = try JSONDecoder().decode(GeneratorPart.self, from: data)
        } catch {
            throw CommandFailure.fault("\(folder)/\(Self.file) is not the part of a run: \(error)")
        }
    }

    /// Writes the part into the generator's folder.
    func write(to folder: String) throws {
        try JSONEncoder().encode(self).write(to: URL(filePath: folder).appending(path: Self.file))
    }

    /// One result out of all parts of a run.
    /// - Throws: `CommandFailure` for parts of different runs.
    static func combine(_ parts: [GeneratorPart]) throws -> LoadResult {
        guard let first = parts.first?.result else { throw CommandFailure.usage("no part of a run was given") }
        let others = parts.filter { $0.result.run.id != first.run.id || $0.result.run.seed != first.run.seed }
        if let other = others.first?.result {
            throw CommandFailure.usage("the parts are of different runs: \(first.run.id) and \(other.run.id)")
        }
        var tally = LoadTally()
        for part in parts { tally.add(part.tally) }
        var run = first.run
        run.plan["share"] = nil
        run.endedAt = parts.map(\.result.run.endedAt).max() ?? run.endedAt
        run.interrupted = parts.contains { $0.result.run.interrupted }
        run.remarks = parts.flatMap { part in
            part.result.run.remarks.map { "Generator \(part.result.run.plan["share"] ?? "?"): \($0)" }
        }
        if parts.count < run.generators {
            run.remarks.append("\(run.generators - parts.count) of \(run.generators) generators are missing.")
        }
        let thresholds = try first.thresholds.map { try Threshold($0.expression) }
        let seconds = Double(run.endedAt.microseconds - run.startedAt.microseconds) / 1e6
        var result = LoadResult(run, tally, thresholds: thresholds, seconds: seconds)
        result.series = SeriesPoint.combine(parts.map(\.result.series))
        return result
    }
}

import Contracts
import Foundation
import Subprocess
import SystemPackage
import UnixSignals

/// Several generators on this machine that share one run.
struct GeneratorFleet: Sendable {
    /// What they have to prepare takes less than this.
    ///
    /// - Units: seconds.
    private static let preparation: Int64 = 8

    /// The whole run's plan.
    let plan: LoadPlan
    /// The run's name.
    let id: String
    /// The suite.
    let environment: OperatorEnvironment
    /// The folder of the run's files; each generator has one in it.
    let out: String
    /// Whether the test data stays.
    let keeps: Bool
    /// Whether the books are audited after the run.
    let audits: Bool
    /// How many generators.
    let count: Int

    /// Runs all of them and puts their parts together.
    func perform() async throws -> LoadResult {
        let start = Timestamp.now().adding(seconds: Self.preparation)
        let folders = (1...count).map { "\(out)/generator-\($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, folder) in folders.enumerated() {
                let arguments = arguments(place: index + 1, start: start, folder: folder)
                group.addTask { try await Self.run(arguments, isFirst: index == 0) }
            }
            try await group.waitForAll()
        }
        var result = try GeneratorPart.combine(try folders.map { try GeneratorPart(folder: $0) })
        if audits { result.audit = await LoadAudit.take(environment, remarks: &result.run.remarks) }
        return try CombinedFolder(path: out).write(result, from: folders)
    }

    private func arguments(place: Int, start: Timestamp, folder: String) -> [String] {
        var arguments = ["load", "run"]
        for (option, value) in plan.told.sorted(by: { $0.key < $1.key }) { arguments += ["--\(option)", value] }
        for threshold in plan.thresholds { arguments += ["--require", threshold.expression] }
        arguments += [
            "--seed", String(plan.seed), "--share", "\(place)/\(count)", "--start-at", start.rfc3339, "--run", id,
            "--out", folder, "--no-audit",
        ]
        return keeps ? arguments + ["--keep"] : arguments
    }

    /// Runs one generator; whether its figures are good is judged over all of them.
    private static func run(_ arguments: [String], isFirst: Bool) async throws {
        let program = FilePath("/proc/self/exe")
        let status: TerminationStatus
        var complaint = ""
        if isFirst {
            // The first shows the progress for all.
            status = try await Subprocess.run(
                .path(program), arguments: Arguments(arguments), output: .discarded,
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
            ).terminationStatus
        } else {
            let result = try await Subprocess.run(
                .path(program), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 20))
            status = result.terminationStatus
            complaint = result.standardError
        }
        switch status {
        case .exited(0), .exited(1): return
        case .exited(78): throw CommandFailure.configuration(complaint)
        case .exited(69): throw CommandFailure.unavailable(complaint)
        default: throw CommandFailure.fault("a generator ended by itself (\(status)): \(complaint)")
        }
    }
}

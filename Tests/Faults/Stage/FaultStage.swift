import Contracts
import Database
import Foundation
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

/// The suite on which faults happen, under load, with everything that makes and sees them.
final class FaultStage: Sendable {
    /// The stage of the running matrix.
    @TaskLocal static var current: FaultStage?

    /// What faults leave to one another.
    private struct State {
        var random: SeededGenerator
        var nudgeSeconds: Int
        var report: FaultReport
        /// What was found wrong already, so that one fault is not blamed for another.
        var known: Set<String> = []
        /// The fault after which the suite did not come back.
        var brokenBy: String?
        var mails = MailCensus()
    }

    /// The suite.
    let suite: LocalSuite
    /// Its database, as the superuser sees it.
    let database: SuiteDatabase
    /// Its broker.
    let management: Management
    /// The citizens.
    let filer: Filer
    /// What the random numbers follow from.
    let seed: UInt64
    private let state: Mutex<State>

    private init(
        suite: LocalSuite, database: SuiteDatabase, management: Management, filer: Filer, seed: UInt64,
        nudgeSeconds: Int
    ) {
        self.suite = suite
        self.database = database
        self.management = management
        self.filer = filer
        self.seed = seed
        state = Mutex(
            State(
                random: SeededGenerator(seed: seed, name: ""), nudgeSeconds: nudgeSeconds,
                report: FaultReport(seed: seed)))
    }

    /// Runs a body with a suite that is up, under load as soon as a fault wants it; writes the report at the end.
    static func with(_ body: () async throws -> Void) async throws {
        let seed = TestEnvironment.value("MPP_FAULT_SEED").flatMap { UInt64($0) } ?? .random(in: 1...999_999)
        let rate = TestEnvironment.value("MPP_FAULT_RATE").flatMap { Double($0) } ?? 10
        print("fault matrix: MPP_FAULT_SEED=\(seed) MPP_FAULT_RATE=\(rate)")
        try await withTemporaryDirectory { folder in
            let catalogue = folder + "/catalogue"
            try FileManager.default.copyItem(atPath: SuiteFiles.shippedCatalogue(), toPath: catalogue)
            try FaultService.write(to: catalogue)
            let nudgeSeconds = 120
            let environment = ["MPP_NUDGE_SECONDS": String(nudgeSeconds), "MPP_SUITE_CATALOGUE": catalogue]
            try await LocalSuite.with(environment: environment, prepare: SuiteFiles.prepare) { suite in
                try await Simulation.begin(in: suite, folder: folder, seed: seed)
                let issuer = try await TestTokenIssuer(
                    keyFile: suite.state + "/secrets/test-issuer.pem", issuer: "mpp-test-issuer",
                    audience: "mpp-digital", mode: .test)
                let filer = Filer(intake: "http://127.0.0.1:\(try suite.port(of: "intake"))", rate: rate) { subject in
                    try await issuer.mint(
                        Principal(subject: subject, roles: [.citizen], assurance: "substantial"),
                        lifetimeSeconds: 86_400, nowSeconds: Int64(Date.now.timeIntervalSince1970) - 6 * 3600)
                }
                let management = Management(try await suite.addresses())
                try await SuiteDatabase.with(suite, connections: 3) { database in
                    try await Observer.install(in: database)
                    let stage = FaultStage(
                        suite: suite, database: database, management: management, filer: filer, seed: seed,
                        nudgeSeconds: nudgeSeconds)
                    try await stage.run(body)
                }
            }
        }
    }

    private func run(_ body: () async throws -> Void) async throws {
        let filing = Task { await filer.run() }
        defer { filing.cancel() }
        do {
            try await Self.$current.withValue(self) { try await body() }
            try report.write()
        } catch {
            try report.write()
            throw error
        }
    }
}

extension FaultStage {
    /// The rows so far.
    var report: FaultReport { state.withLock { $0.report } }

    /// The fault after which the suite did not come back; nil while it is well.
    var brokenBy: String? { state.withLock { $0.brokenBy } }

    /// Remembers that the suite did not come back.
    func breakDown(by fault: Fault) { state.withLock { $0.brokenBy = fault.name } }

    /// Begins a fault's own random numbers.
    func seedRandom(for fault: Fault) {
        state.withLock { $0.random = SeededGenerator(seed: seed, name: fault.name) }
    }

    /// A random whole number that the seed repeats.
    func random(in range: ClosedRange<Int>) -> Int {
        state.withLock { Int.random(in: range, using: &$0.random) }
    }

    /// Adds a row to the report.
    func note(_ row: FaultRow) { state.withLock { $0.report.rows.append(row) } }

    /// Of what is wrong, what was not wrong before.
    func news(in violations: [String]) -> [String] {
        state.withLock { state in
            defer { state.known.formUnion(violations) }
            return violations.filter { !state.known.contains($0) }
        }
    }

    /// The mails in the sink, counted by their Message-ID.
    func mails() throws -> MailCensus {
        try state.withLock { state in
            try state.mails.take(from: suite.mails)
            return state.mails
        }
    }

    /// Has intake and verification nudge after so many seconds of silence.
    func setNudges(_ seconds: Int) async throws {
        guard state.withLock({ $0.nudgeSeconds }) != seconds else { return }
        for service in ["intake", "verification"] {
            try suite.set(["NUDGE_FIRST_SECONDS": String(seconds)], of: service)
        }
        try await suite.restart(["intake", "verification"])
        state.withLock { $0.nudgeSeconds = seconds }
    }
}

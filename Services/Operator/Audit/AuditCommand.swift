import ArgumentParser
import Contracts
import Database

/// `mpp audit`: whether the books of all services close.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Proves that nothing is lost and nothing doubled, for each region, agency and consumer.",
        discussion: """
            Reads one snapshot of all services' books in the role auditor, so it may run at any time. From the sharded \
            counters it takes a moment, however many applications there are; --exact counts every row anew, looks for \
            double effects and walks the archive's chains. Ends with 0 when the books close, 1 when they differ (each \
            difference with its equation and the submissions), 69 when they cannot be read.
            """)

    @Flag(help: "Count all rows, compare them with the counters, look for double effects, walk the archive's chains.")
    var exact = false

    @Flag(help: "Print one JSON document.")
    var json = false

    @Option(help: "Only this region.")
    var region: String?

    @Option(
        help: ArgumentHelp(
            "Wait so long at most for what is on its way; what has not arrived then and stands in no outbox is lost.",
            discussion: "Without it, what is on its way counts as on its way: it will be asked for again.",
            valueName: "seconds"))
    var settle: Int?

    func validate() throws {
        if let region {
            do {
                _ = try RegionCode(region)
            } catch {
                throw ValidationError("--region \(error)")
            }
        }
        if let settle, !(0...3600).contains(settle) {
            throw ValidationError("--settle takes 0 to 3600 seconds")
        }
    }

    func run() async throws {
        let environment = OperatorEnvironment()
        let report: AuditReport
        do {
            report = try await SuiteDatabase.with(schema: "archiving", role: "auditor", environment) { pool in
                try await Auditor(
                    pool: pool, isExact: exact, region: try region.map { try RegionCode($0) },
                    settle: settle.map { .seconds($0) }
                ).run()
            }
        } catch let error as DatabaseError {
            throw CommandFailure.unavailable(
                "the books cannot be read: \(error). Check that PostgreSQL runs and that mpp setup has been run.")
        }
        if json { try Terminal.say(json: report) } else { show(report) }
        if !report.isClean { throw CommandFailure.fault("the books differ in \(report.differences.count) places") }
    }

    private func show(_ report: AuditReport) {
        Terminal.table(
            ["region", "accepted", "in transit", "seen", "open", "closed"],
            report.regions.map {
                [$0.region] + [$0.accepted, $0.inTransit, $0.seen, $0.open, $0.closed].map { String($0) }
            })
        if !report.differences.isEmpty {
            Terminal.say("")
            Terminal.table(
                ["equation", "region", "of", "expected", "actual", "submissions"],
                report.differences.map { difference in
                    let more = difference.ids.count > 3 ? " and \(difference.ids.count - 3) more" : ""
                    return [
                        difference.equation.rawValue, difference.region, difference.line ?? difference.agency ?? "-",
                        String(difference.expected), String(difference.actual),
                        difference.ids.prefix(3).joined(separator: " ") + more,
                    ]
                })
        }
        Terminal.say("")
        Terminal.say(
            "\(report.isClean ? "the books close" : "the books do not close") (\(report.mode.rawValue), "
                + "\(report.takenAt), chains: \(report.archive.regions))")
    }
}

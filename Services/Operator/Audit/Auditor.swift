import ArchivingService
import Contracts
import Database
import Foundation

/// Audits the books of all services: reads them in one snapshot, judges the equations, and names what does not close.
struct Auditor: Sendable {
    /// The suite's database in the role of the auditor, the archive's schema on the search path.
    let pool: DatabasePool
    /// Whether all rows are counted and every chain is walked.
    let isExact: Bool
    /// The only region to look at; nil for all.
    let region: RegionCode?
    /// How long what is on its way is waited for before it counts as lost; nil takes it for on its way.
    let settle: Duration?

    private let interval = Duration.milliseconds(500)

    /// Audits.
    ///
    /// With `settle`, every message that was on its way at the beginning is waited for, and what has neither arrived nor
    /// stands in an outbox at the end is lost. New messages do not prolong the wait, so it ends under load too.
    func run() async throws -> AuditReport {
        let pending = try await waitForJourneys()
        var report = try await reading { reader in try await read(reader, pending: pending) }
        if isExact { report = try await walkChains(report) }
        return report
    }

    private func reading<Result: Sendable>(_ body: (AuditReader) async throws -> Result) async throws -> Result {
        try await pool.transaction(isolation: .readOnlySnapshot) { snapshot in
            // Few large queries: hash tables in memory, and no time spent on compiling them.
            snapshot.send("SET LOCAL work_mem = '64MB'")
            snapshot.send("SET LOCAL jit = off")
            return try await body(AuditReader(snapshot: snapshot, region: region?.digits))
        }
    }

    /// The messages that were on their way at the beginning and still are; nil when nobody waits for them.
    private func waitForJourneys() async throws -> Set<JourneyMessage.Key>? {
        guard let settle else { return nil }
        let end = ContinuousClock.now + settle
        func journeys() async throws -> Set<JourneyMessage.Key> {
            Set(try await reading { try await $0.journeys(all: isExact) }.map(\.key))
        }
        var pending = try await journeys()
        while !pending.isEmpty, ContinuousClock.now < end {
            // Waits out a fixed interval; what is asked is the database.
            try await Task.sleep(for: min(interval, end - .now))
            pending.formIntersection(try await journeys())
        }
        return pending
    }

    private func read(_ reader: AuditReader, pending: Set<JourneyMessage.Key>?) async throws -> AuditReport {
        var ledger = try await reader.counters()
        var differences = ledger.differences()
        if isExact {
            try await reader.recount(into: &ledger)
            differences += ledger.disagreements()
        }
        differences = try await reader.namingIDs(differences)
        var effects = AuditReport.Effects()
        if isExact {
            let lost = try await reader.lost()
            // The counters may have found them already.
            differences += lost.filter { new in
                !differences.contains { $0.equation == new.equation && $0.region == new.region }
            }
            let found = try await reader.effects()
            differences += found
            effects = summary(found)
            effects.possibleDoubles = try await reader.possibleDoubles()
        }
        differences += try await reader.unmoved() + reader.brokenHeads()
        if isExact || pending?.isEmpty == false {
            let journeys = try await reader.journeys(all: isExact)
            effects.onTheWay = journeys.count
            differences += lost(journeys, pending ?? [])
        }
        return AuditReport(
            mode: isExact ? .exact : .counters, takenAt: try await reader.takenAt(),
            regions: ledger.regions.map { AuditReport.Region($0, in: ledger) }, differences: differences,
            effects: effects,
            archive: AuditReport.Archive(
                verified: !differences.contains { $0.equation == .chain }, regions: try await reader.chains()))
    }

    /// Messages that were waited for in vain and stand in no outbox.
    private func lost(_ journeys: [JourneyMessage], _ pending: Set<JourneyMessage.Key>) -> [AuditDifference] {
        let gone = journeys.filter { pending.contains($0.key) && !$0.isInOutbox }
        return Dictionary(grouping: gone) { [$0.region, $0.consumer] }.sorted {
            $0.key.lexicographicallyPrecedes($1.key)
        }
        .map { place, messages in
            AuditDifference(
                isExact ? .heard : .accepted, region: place[0], line: place[1],
                expected: Tally(), actual: Tally(total: Int64(messages.count)),
                ids: Array(Set(messages.map(\.submission)).sorted().prefix(AuditDifference.idLimit)))
        }
    }

    private func summary(_ found: [AuditDifference]) -> AuditReport.Effects {
        func count(_ equation: Equation) -> Int64 {
            found.filter { $0.equation == equation }.reduce(0) { $0 + $1.actual }
        }
        var effects = AuditReport.Effects()
        effects.checked = true
        effects.doubleNotices = count(.notices)
        effects.wrongRecords = count(.records)
        effects.wrongNumbers = count(.numbers)
        effects.eventGaps = count(.events)
        effects.wrongClosings = count(.closing)
        return effects
    }

    /// Walks every chain to the end that it had when the walk came to it; records are appended only behind it.
    private func walkChains(_ report: AuditReport) async throws -> AuditReport {
        let verifier = ArchiveVerifier(pool: pool, documents: nil)
        let regions = try await verifier.regions().filter { region == nil || $0 == region }
        var faults: [AuditDifference] = []
        for region in regions {
            guard let fault = try await verifier.verify(region).fault else { continue }
            let id = fault.recordID.map { "\($0)" } ?? "record \(fault.chainIndex)"
            faults.append(AuditDifference(.chain, region: region.digits, faults: ["\(id) \(fault.code)"], count: 1))
        }
        let others = report.differences.filter { difference in
            difference.equation != .chain || !faults.contains { $0.region == difference.region }
        }
        return AuditReport(
            mode: report.mode, takenAt: report.takenAt, regions: report.regions, differences: others + faults,
            effects: report.effects,
            archive: AuditReport.Archive(
                verified: !(others + faults).contains { $0.equation == .chain }, regions: Int64(regions.count)))
    }
}

import Contracts
import Database
import Foundation
import TestSupport

/// What has to hold after every fault, once everything accepted is at its end.
enum Verdict {
    /// What the observer had seen before a fault.
    struct Marks: Sendable {
        let nudges: Int
        let sweeps: Int
        let possibleDoubles: Int
    }

    /// Counts of rows that must not be there.
    private static let rules: [(what: String, wrong: SQL)] = [
        (
            "applications that verification does not know",
            """
            SELECT count(*) FROM intake.submissions i LEFT JOIN verification.submissions v \
            ON v.region = i.region AND v.id = i.submission_id WHERE v.id IS NULL
            """
        ),
        (
            "applications that intake never accepted",
            """
            SELECT count(*) FROM verification.submissions v LEFT JOIN intake.submissions i \
            ON i.region = v.region AND i.submission_id = v.id WHERE i.submission_id IS NULL
            """
        ),
        (
            "applications that did not end as issued",
            """
            SELECT count(*) FROM verification.submissions WHERE state <> 'issued'
            """
        ),
        (
            "applications that intake shows otherwise than verification",
            """
            SELECT count(*) FROM intake.submissions i JOIN verification.submissions v \
            ON v.region = i.region AND v.id = i.submission_id WHERE i.state <> v.state
            """
        ),
        (
            "applications that ended more than once",
            """
            SELECT count(*) FROM (SELECT submission_id FROM verification.transitions WHERE to_state IN \
            ('issued', 'refused', 'deemed-approved', 'withdrawn', 'lapsed') GROUP BY region, submission_id \
            HAVING count(*) > 1) t
            """
        ),
        (
            "applications whose end was said other than once",
            """
            SELECT count(*) FROM verification.submissions v WHERE (SELECT count(*) FROM verification.events e \
            WHERE e.region = v.region AND e.submission_id = v.id AND e.type = 'submission.closed.v1') <> 1
            """
        ),
        (
            "permit numbers given twice",
            """
            SELECT count(*) - count(DISTINCT permit_number) FROM verification.submissions
            """
        ),
        ("registers of numbers with gaps", "SELECT count(*) FROM verification.audit_number_gaps"),
        (
            "applications with other than one record",
            """
            SELECT count(*) FROM verification.submissions v WHERE (SELECT count(*) FROM archiving.records r \
            WHERE r.region = v.region AND r.submission_id = v.id AND r.kind = 'closure') <> 1
            """
        ),
        (
            "records of no application",
            """
            SELECT count(*) FROM archiving.records r LEFT JOIN verification.submissions v \
            ON v.region = r.region AND v.id = r.submission_id WHERE v.id IS NULL
            """
        ),
        (
            "documents that the archive has lost",
            """
            SELECT count(*) FROM archiving.record_documents WHERE status <> 'kept'
            """
        ),
        (
            "applications with other than two notices",
            """
            SELECT count(*) FROM intake.submissions i WHERE (SELECT count(*) FROM notification.notices n \
            WHERE n.region = i.region AND n.submission_id = i.submission_id) <> 2
            """
        ),
        (
            "notices that were not delivered",
            """
            SELECT count(*) FROM notification.notices WHERE state <> 'delivered'
            """
        ),
        (
            "messages that are counted as done and have no place in the inbox, or the other way round",
            """
            SELECT count(*) FROM (SELECT consumer, count(*) AS known FROM verification.inbox GROUP BY consumer) i \
            FULL JOIN (SELECT left(name, -5) AS consumer, sum(total) AS done FROM verification.counters \
            WHERE name LIKE '%.done' GROUP BY name) c USING (consumer) WHERE known IS DISTINCT FROM done
            """
        ),
        (
            "checks that are open after the end",
            """
            SELECT count(*) FROM verification.checks WHERE awaiting IS NOT NULL
            """
        ),
    ]

    /// What does not hold; empty when everything does.
    static func violations(
        on stage: FaultStage, after fault: Fault, since before: Marks, row: inout FaultRow
    ) async throws -> [String] {
        var violations: [String] = []
        let pool = stage.database.pool
        for rule in rules {
            let count = try await stage.database.count(rule.wrong)
            if count != 0 { violations.append("\(count) \(rule.what)") }
        }
        violations += try await receipts(stage)
        violations += try await parked(stage, fault)
        let now = try await stage.marks()
        if !fault.allows.contains(.nudges), now.nudges > before.nudges {
            violations.append(
                "\(now.nudges - before.nudges) nudges were needed although the broker lost no message")
        }
        if !fault.allows.contains(.doubleMails), now.possibleDoubles > before.possibleDoubles {
            violations.append(
                "\(now.possibleDoubles - before.possibleDoubles) notices became uncertain although no sender died")
        }
        let expected = try await pool.column("SELECT message_id FROM notification.notices", as: String.self)
        let listed = try await pool.column(
            "SELECT message_id FROM notification.notices WHERE is_possible_double", as: String.self)
        violations += try mails(stage, expected: expected, listed: listed, row: &row)
        violations += try await archive(stage)
        violations += try await audit(stage)
        return violations
    }

    /// Receipts and rows of intake must be the same applications.
    private static func receipts(_ stage: FaultStage) async throws -> [String] {
        let book = stage.filer.standing
        let kept = Set(
            try await stage.database.pool.column(
                "SELECT number FROM intake.submissions WHERE subject LIKE 'fault-citizen-%'", as: String.self))
        let told = Set(book.accepted.values)
        var violations: [String] = []
        if told.count != book.accepted.count { violations.append("two citizens have one number") }
        let lost = told.subtracting(kept)
        if !lost.isEmpty {
            violations.append("\(lost.count) accepted applications are lost: \(lost.sorted().prefix(3))")
        }
        let silent = kept.subtracting(told)
        if !silent.isEmpty { violations.append("\(silent.count) applications are kept that nobody was told of") }
        for (reason, count) in book.refused.sorted(by: { $0.key < $1.key }) {
            violations.append("\(count) applications were refused: \(reason)")
        }
        return violations
    }

    private static func parked(_ stage: FaultStage, _ fault: Fault) async throws -> [String] {
        var violations: [String] = []
        for service in LocalSuite.services {
            let rows = try await stage.database.pool.column(
                "SELECT consumer || ': ' || reason || ' (' || detail || ')' FROM \(identifier: service).parked",
                as: String.self)
            for (what, same) in Dictionary(grouping: rows, by: \.self).sorted(by: { $0.key < $1.key })
            where !(fault.allows.contains(.unrouted) && what.hasPrefix("unrouted:")) {
                violations.append("\(same.count) parked messages of \(service): \(what)")
            }
            // What was allowed is done with.
            _ = try await stage.database.pool.execute(
                "DELETE FROM \(identifier: service).parked WHERE consumer = 'unrouted'")
        }
        return violations
    }

    private static func mails(
        _ stage: FaultStage, expected: [String], listed: [String], row: inout FaultRow
    ) throws -> [String] {
        let found = try stage.mails().counts
        let expected = Set(expected.map(MailCensus.fileName))
        let listed = Set(listed.map(MailCensus.fileName))
        var violations: [String] = []
        let missing = expected.subtracting(found.keys)
        if !missing.isEmpty { violations.append("\(missing.count) notices are not among the mails") }
        let strange = Set(found.keys).subtracting(expected)
        if !strange.isEmpty {
            violations.append("\(strange.count) mails belong to no notice: \(strange.sorted().prefix(3))")
        }
        let doubles = Set(found.filter { $0.value > 1 }.keys)
        row.doubleMails = doubles.count
        let unlisted = doubles.subtracting(listed)
        if !unlisted.isEmpty {
            violations.append("\(unlisted.count) mails were sent twice and are not listed as uncertain")
        }
        return violations
    }

    /// The books of all services close.
    private static func audit(_ stage: FaultStage) async throws -> [String] {
        let result = try await Command.run(
            stage.suite.script, ["mpp", "audit", "--exact", "--json"], environment: stage.suite.variables,
            deadline: .seconds(300))
        guard result.status != 0 else { return [] }
        guard
            let report = try? JSONDecoder().decode(  // What is no report is told as it is.
                JSONValue.self, from: Data(result.output.utf8))
        else { return ["the audit ended with \(result.status): \(result.errors)"] }
        return (report["differences"]?.array ?? []).map { difference in
            "audit: "
                + (difference.object ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \(text($0.value))" }
                .joined(separator: ", ")
        }
    }

    private static func text(_ value: JSONValue) -> String {
        // Three ids are enough to look at.
        if let list = value.array { return list.prefix(3).map(text).joined(separator: " ") }
        if case .integer(let number) = value { return String(number) }
        return value.string ?? "none"
    }

    /// Every chain of the archive verifies.
    private static func archive(_ stage: FaultStage) async throws -> [String] {
        do {
            try await stage.suite.local("mpp", "archive", "verify", deadline: .seconds(300))
            return []
        } catch {
            return ["the archive does not verify: \(error)"]
        }
    }
}

extension FaultStage {
    /// What the observer has seen so far.
    func marks() async throws -> Verdict.Marks {
        Verdict.Marks(
            nudges: try await database.count("SELECT count(*) FROM observer.nudges"),
            sweeps: try await database.count("SELECT count(*) FROM observer.sweeps"),
            possibleDoubles: try await database.count(
                "SELECT count(*) FROM notification.notices WHERE is_possible_double"))
    }
}

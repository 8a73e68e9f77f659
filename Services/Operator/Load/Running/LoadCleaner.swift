import Contracts
import Database
import NIOCore
import NIOHTTP1

/// Takes away what a run leaves behind, as far as the books allow it.
///
/// What is chained or counted stays: the journal, the permit numbers, the archive's records with their contents and
/// documents, the counters. Deleting those would make every audit after the run fail, which is what they are for. So an
/// application that is not finished is withdrawn and ends as `withdrawn`; of a finished one intake and verification lose
/// what they lose when a record is disposed of: the keys of its sealed parts, the hashes by which its person is found,
/// and the files of its documents. Unused uploads expire at once. Who needs the last byte back gives the run a suite of
/// its own.
struct LoadCleaner: Sendable {
    private static let batch = 500
    /// How long applications may take to be archived.
    private static let patience = Duration.seconds(15)

    /// Who has filed in the run.
    let subjects: [String]
    /// Where the suite's database is.
    let environment: OperatorEnvironment

    /// Withdraws applications that are not finished.
    /// - Returns: how many were taken back.
    func withdraw(_ applications: [FiledApplication], client: LoadClient) async -> Int {
        var withdrawn = 0
        for application in applications {
            let request = LoadClient.Request(
                method: .POST, path: "/v1/submissions/\(application.number)/withdrawal",
                headers: [
                    ("Authorization", application.citizen.authorization),
                    ("Idempotency-Key", "\(application.key)-withdrawal"), ("Content-Type", "application/json"),
                ], body: .init(string: "{}"))
            if case .success(let answer) = await client.send(request), answer.status == 202 { withdrawn += 1 }
        }
        return withdrawn
    }

    /// Erases what is erased when a record is disposed of, and lets unused uploads expire.
    ///
    /// Only what is archived is erased; what was withdrawn a moment ago is waited for.
    func erase() async throws -> (erased: Int64, uploads: Int64) {
        try await SuiteDatabase.with(schema: "intake", environment) { pool in
            let end = ContinuousClock.now + Self.patience
            while try await pool.scalar(
                "SELECT EXISTS (SELECT 1 FROM submissions WHERE subject = ANY(\(subjects)) AND archived_at IS NULL)",
                as: Bool.self) == true, ContinuousClock.now < end
            {
                // Waits out a fixed interval; what is asked is the database.
                try await Task.sleep(for: .milliseconds(200))
            }
            var result: (erased: Int64, uploads: Int64) = (0, 0)
            for start in stride(from: 0, to: subjects.count, by: Self.batch) {
                let some = Array(subjects[start..<min(start + Self.batch, subjects.count)])
                let counts = try await pool.transaction { transaction in try await Self.erase(some, transaction) }
                result.erased += counts.erased
                result.uploads += counts.uploads
            }
            return result
        }
    }

    private static func erase(
        _ subjects: [String], _ transaction: DatabaseTransaction
    ) async throws -> (erased: Int64, uploads: Int64) {
        let uploads = try await transaction.execute(
            "UPDATE uploads SET expires_at = now() WHERE subject = ANY(\(subjects))")
        let erased = try await transaction.scalar(
            """
            WITH finished AS (SELECT region, submission_id FROM submissions \
            WHERE subject = ANY(\(subjects)) AND archived_at IS NOT NULL), \
            keys AS (DELETE FROM data_keys k USING finished f \
            WHERE k.region = f.region AND k.submission_id = f.submission_id), \
            other_keys AS (DELETE FROM verification.data_keys k USING finished f \
            WHERE k.region = f.region AND k.submission_id = f.submission_id), \
            files AS (UPDATE documents d SET removable_at = now() FROM finished f \
            WHERE d.region = f.region AND d.submission_id = f.submission_id AND d.removable_at IS NULL), \
            persons AS (UPDATE submissions s SET nik_hmac = NULL, nik_key_id = NULL, body_hash = NULL FROM finished f \
            WHERE s.region = f.region AND s.submission_id = f.submission_id RETURNING 1) \
            SELECT count(*) FROM persons
            """, as: Int64.self)
        return (erased ?? 0, Int64(uploads))
    }
}

import Contracts
import Database
import Foundation
import Pipeline

/// Allocates permit numbers (*penomoran*): for each unit and year of the region's zone 1, 2, 3 and so on without a gap.
///
/// All numbers of a unit of work are taken in one statement, the registers locked in order; a transaction that fails gives
/// its numbers back, since nobody else could take one meanwhile.
enum NumberRegister {
    /// One application that needs a number.
    struct Claim: Sendable {
        let submission: SubmissionID
        let region: RegionCode
        let pattern: NumberingPattern
        let year: Int

        /// The register that the number comes from.
        var register: Register { Register(region: region.digits, unit: pattern.unit, year: Int32(year)) }
    }

    /// A register of numbers.
    struct Register: Hashable, Comparable, Sendable {
        let region: String
        let unit: String
        let year: Int32

        /// Orders as the registers are locked.
        static func < (left: Register, right: Register) -> Bool {
            (left.region, left.unit, left.year) < (right.region, right.unit, right.year)
        }
    }

    /// Allocates a number for each claim, in the order of the claims.
    static func allocate(
        _ claims: [Claim], in transaction: DatabaseTransaction
    ) async throws -> [SubmissionID: String] {
        guard !claims.isEmpty else { return [:] }
        let counts = Dictionary(grouping: claims, by: \.register).mapValues(\.count).sorted { $0.key < $1.key }
        let rows = try await transaction.query(
            """
            INSERT INTO number_registers AS n (region, unit, year, last_sequence) \
            SELECT * FROM unnest(\(counts.map(\.key.region)), \(counts.map(\.key.unit)), \(counts.map(\.key.year)), \
            \(counts.map { Int64($0.value) })) \
            ON CONFLICT (region, unit, year) DO UPDATE SET last_sequence = n.last_sequence + excluded.last_sequence \
            RETURNING region, unit, year, last_sequence
            """, as: RegisterRow.self)
        var next: [Register: Int64] = [:]
        for (register, count) in counts {
            guard let row = rows.first(where: { $0.register == register }) else { continue }
            next[register] = row.last - Int64(count) + 1
        }
        var taken: [(claim: Claim, sequence: Int64, number: String)] = []
        for claim in claims {
            guard let sequence = next[claim.register] else { continue }
            next[claim.register] = sequence + 1
            taken.append((claim, sequence, claim.pattern.number(sequence: sequence, year: claim.year)))
        }
        transaction.send(
            """
            INSERT INTO numbers (region, unit, year, sequence, number, submission_id) \
            SELECT * FROM unnest(\(taken.map(\.claim.register.region)), \(taken.map(\.claim.register.unit)), \
            \(taken.map(\.claim.register.year)), \(taken.map(\.sequence)), \(taken.map(\.number)), \
            \(taken.map(\.claim.submission.uuid)))
            """)
        return Dictionary(taken.map { ($0.claim.submission, $0.number) }, uniquingKeysWith: { first, _ in first })
    }

    /// Marks the numbers of applications as void; they stay in the register.
    static func void(
        _ submissions: [(region: RegionCode, id: SubmissionID)], reason: String, in transaction: DatabaseTransaction
    ) {
        guard !submissions.isEmpty else { return }
        transaction.send(
            """
            UPDATE numbers SET status = 'void', reason = \(reason) WHERE status = 'valid' AND (region, submission_id) IN \
            (SELECT * FROM unnest(\(submissions.map(\.region.digits)), \(submissions.map(\.id.uuid))))
            """)
    }

    private struct RegisterRow: RowDecodable {
        let register: Register
        let last: Int64

        init(row: inout Row) throws(DatabaseError) {
            register = Register(region: try row.next(), unit: try row.next(), year: try row.next())
            last = try row.next()
        }
    }
}

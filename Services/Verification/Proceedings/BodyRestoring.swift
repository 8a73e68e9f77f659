import Contracts
package import Database
import Foundation
import Logging
package import Pipeline
import Sealing

extension Proceedings {
    /// Rebuilds the bodies that the journal does not keep: questions to agencies and the ends of applications.
    ///
    /// A question that is no longer the present one of an open check, and an end whose keys are destroyed, are left out.
    package func rebuilder(_ pool: DatabasePool) -> BodyRebuilder {
        { ids in
            var bodies = try await self.questions(ids, pool)
            for (id, body) in try await self.closings(ids, pool) { bodies[id] = body }
            return bodies
        }
    }

    private func closings(_ ids: [UUID], _ pool: DatabasePool) async throws -> [UUID: [UInt8]] {
        let rows = try await pool.query(
            """
            SELECT c.message_id, c.body, k.wrapped_key FROM closings c \
            JOIN data_keys k ON k.region = c.region AND k.submission_id = c.submission_id AND k.purpose = 'passing' \
            WHERE c.message_id = ANY(\(ids)) ORDER BY c.message_id, k.part
            """, as: ClosingRow.self)
        var bodies: [UUID: [UInt8]] = [:]
        for (id, parts) in Dictionary(grouping: rows, by: \.id) {
            guard let kept = parts.first?.body else { continue }
            // The members of a body are sorted, as the parts are.
            bodies[id] = SealedBody.restore(kept, keys: parts.map(\.key))
        }
        return bodies
    }

    private func questions(_ ids: [UUID], _ pool: DatabasePool) async throws -> [UUID: [UInt8]] {
        let checks = try await pool.query(
            """
            SELECT \(unescaped: CheckRow.columns) FROM checks WHERE request_id = ANY(\(ids)) AND standing = 'asked'
            """, as: CheckRow.self)
        guard !checks.isEmpty else { return [:] }
        let dossiers = try await pool.query(
            """
            SELECT \(unescaped: DossierRow.columns) FROM submissions s WHERE s.id = ANY(\(checks.map(\.submission.uuid)))
            """, as: DossierRow.self
        ).map(\.dossier)
        let parts = try await store.parts(of: dossiers, purpose: "storage", in: pool)
        var bodies: [UUID: [UInt8]] = [:]
        for row in checks {
            guard let dossier = dossiers.first(where: { $0.id == row.submission }),
                let part = parts.first(where: {
                    $0.submission == row.submission && $0.name == PartName.application
                }),
                let definition = catalogue.service(dossier.service, in: dossier.region)?.definition(of: row.check)
            else { continue }
            rebuild(row.check.requestID) {
                let question = try desk.question(row.check, of: dossier, try application(part), definition)
                bodies[row.check.requestID] = try ContractCoding.encode(question)
            }
        }
        return bodies
    }

    /// Rebuilds one body; one that cannot be rebuilt is left out, so that it does not hold up the others, and is nudged
    /// again.
    private func rebuild(_ id: UUID, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            logger.error("a message cannot be rebuilt", error: error, metadata: ["messaging.message.id": "\(id)"])
        }
    }
}

/// A closing with one of its keys.
private struct ClosingRow: RowDecodable {
    let id: UUID
    let body: [UInt8]
    let key: String

    init(row: inout Row) throws(DatabaseError) {
        id = try row.next()
        body = try row.next()
        key = try row.next()
    }
}

import Contracts
import Database
import Foundation
import Pipeline

extension DossierStore {
    /// Keeps sealed parts and their keys; a part that comes again replaces the one before.
    func saveParts(_ parts: [(dossier: Dossier, part: DossierTurn.Part)], _ transaction: DatabaseTransaction) {
        guard !parts.isEmpty else { return }
        // Of a part that came twice in one unit, as with two corrections, the later one stays.
        var last: [String: (dossier: Dossier, part: DossierTurn.Part)] = [:]
        for entry in parts { last["\(entry.dossier.id)/\(entry.part.name)"] = entry }
        let kept = last.sorted { $0.key < $1.key }.map(\.value)
        transaction.send(
            """
            INSERT INTO sealed_parts (region, submission_id, part, schema_version, nonce, ciphertext) \
            SELECT * FROM unnest(\(kept.map(\.dossier.region.digits)), \(kept.map(\.dossier.id.uuid)), \
            \(kept.map(\.part.name)), \(kept.map { Int32($0.part.sealed.schemaVersion) }), \
            \(kept.map(\.part.sealed.nonce)), \(kept.map(\.part.sealed.ciphertext))) \
            ON CONFLICT (region, submission_id, part) DO UPDATE SET schema_version = excluded.schema_version, \
            nonce = excluded.nonce, ciphertext = excluded.ciphertext
            """)
        let keys = kept.flatMap { entry -> [(dossier: Dossier, part: String, purpose: String, key: StoredPartKey)] in
            let sealed = entry.part.sealed
            let passing = StoredPartKey(kid: sealed.kid, wrappedKey: sealed.wrappedKey)
            let own = entry.part.storage.map { (entry.dossier, entry.part.name, "storage", $0) }
            return [(entry.dossier, entry.part.name, "passing", passing)] + (own.map { [$0] } ?? [])
        }
        transaction.send(
            """
            INSERT INTO data_keys (region, submission_id, part, purpose, kid, wrapped_key) \
            SELECT * FROM unnest(\(keys.map(\.dossier.region.digits)), \(keys.map(\.dossier.id.uuid)), \
            \(keys.map(\.part)), \(keys.map(\.purpose)), \(keys.map(\.key.kid)), \(keys.map(\.key.wrappedKey))) \
            ON CONFLICT (region, submission_id, part, purpose) DO UPDATE SET kid = excluded.kid, \
            wrapped_key = excluded.wrapped_key
            """)
    }

    /// Destroys the keys of applications: their content cannot be read any more.
    func erase(_ dossiers: [Dossier], _ transaction: DatabaseTransaction) {
        guard !dossiers.isEmpty else { return }
        let regions = dossiers.map(\.region.digits)
        let ids = dossiers.map(\.id.uuid)
        transaction.send(
            """
            DELETE FROM data_keys WHERE (region, submission_id) IN (SELECT * FROM unnest(\(regions), \(ids)))
            """)
        transaction.send(
            """
            UPDATE submissions SET disposed_at = coalesce(disposed_at, now()) \
            WHERE (region, id) IN (SELECT * FROM unnest(\(regions), \(ids)))
            """)
    }

    /// Reads sealed parts with one kind of key; a part whose key is destroyed is left out.
    func parts(
        of dossiers: [Dossier], purpose: String, in runner: some SQLRunner
    ) async throws(DatabaseError) -> [SealedPartRow] {
        guard !dossiers.isEmpty else { return [] }
        return try await runner.query(
            """
            SELECT p.region, p.submission_id, p.part, p.schema_version, p.nonce, p.ciphertext, k.kid, k.wrapped_key \
            FROM sealed_parts p JOIN data_keys k ON k.region = p.region AND k.submission_id = p.submission_id \
            AND k.part = p.part AND k.purpose = \(purpose) \
            WHERE (p.region, p.submission_id) IN (SELECT * FROM unnest(\(dossiers.map(\.region.digits)), \
            \(dossiers.map(\.id.uuid))))
            """, as: SealedPartRow.self)
    }
}

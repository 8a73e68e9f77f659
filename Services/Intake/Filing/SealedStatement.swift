package import Contracts
package import Database
import Foundation
package import Pipeline
import Sealing

/// A message with sealed parts on its way into the journal.
///
/// The journal keeps no body of it; the stripped body and the wrapped keys stand in tables of their own, so that
/// destroying the keys of an application erases it here, while the message can be rebuilt as long as they exist.
package struct SealedStatement: Sendable {
    /// A part and the key it is wrapped for.
    private struct Part: Sendable {
        let name: String
        let kid: String
        let wrappedKey: String
    }

    /// The message.
    package let statement: Statement
    private let stripped: [UInt8]
    private let parts: [Part]

    /// Encodes a message; its sealed parts are given by member name.
    ///
    /// - Throws: `ContractViolation` for a body that is not valid or too large.
    package init<Body: MessageBody>(
        _ body: Body, parts: [String: SealedPart], about submission: SubmissionID, in region: RegionCode,
        at now: Timestamp, sequence: Int, causation: MessageID? = nil, traceparent: String? = nil
    ) throws(ContractViolation) {
        let bytes = try ContractCoding.encode(body)
        let split = SealedBody(bytes)
        let named = parts.sorted { $0.key < $1.key }
        guard split.keys == named.map(\.value.wrappedKey) else {
            throw ContractViolation(code: "sealed-parts", message: "must name every sealed part of the body")
        }
        let envelope = Envelope(
            type: Body.type, source: MessageSource(region: region, service: .intake), subject: submission, time: now,
            sequence: sequence, causation: causation, traceparent: traceparent)
        statement = Statement(
            envelope: envelope, exchange: WireNames.Exchange.events,
            routingKey: WireNames.routingKey(Body.type, region), body: bytes, isConfidential: true)
        stripped = split.stripped
        self.parts = named.map { Part(name: $0.key, kid: $0.value.kid, wrappedKey: $0.value.wrappedKey) }
    }

    /// Says messages and keeps what they can be rebuilt from.
    package static func say(_ statements: [SealedStatement], in unit: UnitOfWork) throws(ContractViolation) {
        guard !statements.isEmpty else { return }
        var ids: [UUID] = []
        for sealed in statements {
            let envelope = sealed.statement.envelope
            guard let id = UUID(uuidString: envelope.id.value) else {
                throw ContractViolation(code: "identifier", message: "must be a UUID of 36 characters")
            }
            ids.append(id)
            unit.say(sealed.statement)
        }
        let envelopes = statements.map(\.statement.envelope)
        unit.transaction.send(
            """
            INSERT INTO sealed_bodies (message_id, region, submission_id, type, sequence, body) \
            SELECT * FROM unnest(\(ids), \
            \(envelopes.map(\.region.digits)), \(envelopes.map(\.subject.uuid)), \(envelopes.map(\.type.rawValue)), \
            \(envelopes.map { Int64($0.sequence ?? 0) }), \(statements.map(\.stripped)))
            """)
        let keys = zip(ids, statements).flatMap { id, sealed in
            sealed.parts.map { (id: id, envelope: sealed.statement.envelope, part: $0) }
        }
        unit.transaction.send(
            """
            INSERT INTO data_keys (region, submission_id, message_id, part, kid, wrapped_key) \
            SELECT * FROM unnest(\(keys.map(\.envelope.region.digits)), \(keys.map(\.envelope.subject.uuid)), \
            \(keys.map(\.id)), \(keys.map(\.part.name)), \(keys.map(\.part.kid)), \(keys.map(\.part.wrappedKey)))
            """)
    }

    /// Rebuilds the bodies of messages; those whose keys are destroyed are left out.
    package static func rebuilder(_ pool: DatabasePool) -> BodyRebuilder {
        { ids in
            let rows = try await pool.query(
                """
                SELECT b.message_id, b.body, \
                array_agg(k.wrapped_key ORDER BY k.part) FILTER (WHERE k.part IS NOT NULL) FROM sealed_bodies b \
                LEFT JOIN data_keys k ON k.region = b.region AND k.submission_id = b.submission_id \
                AND k.message_id = b.message_id WHERE b.message_id = ANY(\(ids)) GROUP BY b.message_id
                """, as: StrippedRow.self)
            var bodies: [UUID: [UInt8]] = [:]
            for row in rows { bodies[row.id] = SealedBody.restore(row.body, keys: row.keys) }
            return bodies
        }
    }
}

/// A stripped body with its keys.
private struct StrippedRow: RowDecodable {
    let id: UUID
    let body: [UInt8]
    let keys: [String]

    init(row: inout Row) throws(DatabaseError) {
        id = try row.next()
        body = try row.next()
        keys = try row.next() ?? []
    }
}

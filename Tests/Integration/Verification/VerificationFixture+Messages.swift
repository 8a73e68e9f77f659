import Broker
import Contracts
import Database
import Foundation
import Pipeline
import Sealing
import VerificationService

extension VerificationFixture {
    static var region: RegionCode { get throws { try RegionCode("3574") } }

    /// A synthetic doctor's application: identity numbers end in 0000.
    static func application(_ members: [String: JSONValue] = [:]) -> ApplicationPart {
        var form: [String: JSONValue] = [
            "applicationType": "new", "profession": "dokter", "strNumber": "STR-CONTOH-1",
            "practiceName": "Klinik Contoh", "practiceAddress": "Jalan Contoh 1", "practiceKind": "clinic",
            "practiceOrder": 1, "statementOfTruth": true,
        ]
        form.merge(members) { $1 }
        return ApplicationPart(
            identityKind: .nik,
            applicant: [
                "nik": "3574015206800000", "name": "Contoh Pemohon", "birthPlace": "Probolinggo",
                "birthDate": "1980-06-12", "sex": "female", "address": "Jalan Contoh 2",
                "email": "pemohon@example.invalid",
            ],
            form: form)
    }

    /// What the doctor's permit asks for.
    static func documents(without missing: String? = nil) throws -> [DocumentReference] {
        let kinds = [
            ("str", "application/pdf"), ("ijazah", "application/pdf"), ("practice-place-letter", "application/pdf"),
            ("ktp", "image/jpeg"), ("photo", "image/jpeg"),
        ]
        return try kinds.filter { $0.0 != missing }.map { kind, type in
            DocumentReference(
                id: .make(), kind: try DocumentKind(kind), mediaType: type, sizeBytes: 1000,
                sha256: String(repeating: "0", count: 64))
        }
    }

    /// An application as intake tells of it.
    func received(
        _ id: SubmissionID = .make(), service: String = "sip-dokter",
        application: ApplicationPart = VerificationFixture.application(), documents: [DocumentReference]? = nil
    ) throws -> SubmissionReceived {
        let region = try Self.region
        func seal(_ plaintext: [UInt8], _ part: SealedPartName) throws -> SealedPart {
            try keyRing.seal(plaintext, part: part, submission: id, region: region, schemaVersion: 1)
        }
        let contact = ContactPart(name: "Contoh", email: "pemohon@example.invalid", phone: nil)
        return SubmissionReceived(
            submissionID: id, number: .make(region: region),
            service: ServiceReference(code: try ServiceCode(service), version: 1), channel: .selfService,
            identityKind: .nik, assuranceLevel: .low, language: .indonesian, receivedAt: .now(),
            documents: try documents ?? Self.documents(),
            application: try seal(try application.plaintext(), .application),
            contact: try seal(try contact.plaintext(), .contact))
    }

    /// A message as the broker would have delivered it.
    func inbound<Body: MessageBody>(
        _ body: Body, about id: SubmissionID, from source: MessageSource, user: String? = nil, attempt: Int = 1,
        sequence: Int? = nil, key: String? = nil
    ) throws -> InboundMessage {
        let envelope = Envelope(
            id: try key.map { try MessageID($0) } ?? .make(), type: Body.type, source: source, subject: id,
            sequence: sequence, attempt: attempt)
        var wire = envelope.wire
        wire.userID = user
        let exchange = user == nil ? WireNames.Exchange.events : WireNames.Exchange.results
        return InboundMessage(
            key: user.map { "\($0):\(envelope.id)" } ?? envelope.id.value, envelope: envelope, properties: wire,
            exchange: exchange, routingKey: "test", body: try ContractCoding.encode(body), deliveryCount: 0)
    }

    /// Applies messages of intake or archiving in one transaction.
    func apply(_ messages: [InboundMessage]) async throws {
        let handler = EventHandler(proceedings)
        let accepted = try messages.map { Accepted(inbound: $0, message: try handler.decode($0)) }
        try await engine.perform { unit in try await handler.apply(accepted, in: unit) }
    }

    /// Applies answers of agencies in one transaction.
    func answer(_ messages: [InboundMessage]) async throws {
        let handler = ResultHandler(proceedings)
        let accepted = try messages.map { Accepted(inbound: $0, message: try handler.decode($0)) }
        try await engine.perform { unit in try await handler.apply(accepted, in: unit) }
    }

    /// Takes applications in.
    @discardableResult
    func file(_ bodies: SubmissionReceived...) async throws -> SubmissionReceived {
        let source = MessageSource(region: try Self.region, service: .intake)
        try await apply(bodies.map { try inbound($0, about: $0.submissionID, from: source, sequence: 1) })
        return bodies[0]
    }

    /// An agency's answer to its present question.
    func answered(
        _ id: SubmissionID, _ agency: String, _ answer: CheckAnswer, note: String? = nil
    ) async throws -> InboundMessage {
        let check = try await check(id, agency)
        let body = CheckCompleted(
            checkID: check.id, submissionID: id, agency: try AgencyCode(agency), check: try CheckCode(check.code),
            attempt: check.attempt, answer: answer, completedAt: .now(), note: note)
        return try inbound(
            body, about: id, from: MessageSource(region: try Self.region, agency: try AgencyCode(agency)), user: agency)
    }

    /// The newest check of an agency.
    func check(_ id: SubmissionID, _ agency: String) async throws -> CheckFacts {
        let rows = try await pool.query(
            """
            SELECT id, check_code, attempt, standing, request_id FROM checks WHERE submission_id = \(id.uuid) \
            AND agency = \(agency) ORDER BY position DESC LIMIT 1
            """, as: CheckFacts.self)
        guard let row = rows.first else { throw MissingRow() }
        return row
    }

    /// One column of an application.
    func column(_ name: String, of id: SubmissionID) async throws -> String? {
        try await pool.scalar(
            "SELECT (\(unescaped: name))::text FROM submissions WHERE id = \(id.uuid)", as: String.self)
    }

    /// The types of what was said about an application, in order.
    func said(_ id: SubmissionID) async throws -> [String] {
        try await pool.column(
            """
            SELECT type FROM events WHERE submission_id = \(id.uuid) AND exchange = 'mpp.events' ORDER BY sequence
            """, as: String.self)
    }

    /// How many rows a statement counts.
    func count(_ sql: SQL) async throws -> Int64 { try await pool.scalar(sql, as: Int64.self) ?? -1 }

    struct MissingRow: Error {}

    /// A check as its row tells of it.
    struct CheckFacts: RowDecodable {
        let id: CheckID
        let code: String
        let attempt: Int
        let standing: String
        let request: UUID

        init(row: inout Row) throws(DatabaseError) {
            id = CheckID(try row.next() as UUID)
            code = try row.next()
            attempt = Int(try row.next() as Int32)
            standing = try row.next()
            request = try row.next()
        }
    }
}

import Contracts
import Database
import Foundation
import Pipeline

/// A row of `submissions` without its checks and clock.
struct DossierRow: RowDecodable {
    /// The columns, in the order of reading.
    static let columns = """
        s.region, s.id, s.number, s.service_code, s.service_version, s.channel, s.assisted_by, s.identity_kind, \
        s.assurance_level, s.language, s.received_at, s.nik_key_id, s.nik_hmac, s.documents, s.state, s.state_since, \
        s.resuming, s.round, s.defects, s.correction_due_at, s.doubts, s.deadline_status, s.deadline_due_at, \
        s.deadline_started_at, s.deadline_pause, s.deadline_calendar, s.warned_percent, s.breached_at, s.decision, \
        s.permit_number, s.closed_at, s.archived_at, s.moves, s.last_sequence
        """

    /// The application.
    var dossier: Dossier
    /// How many moves it has made.
    let moves: Int

    /// Reads the columns.
    init(row: inout Row) throws(DatabaseError) {
        let region = try row.region()
        let id = SubmissionID(try row.next() as UUID)
        let number = try row.number()
        let service = ServiceReference(code: try row.code(), version: try row.count())
        let channel: SubmissionChannel = try row.word()
        let assistedBy: String? = try row.next()
        let identityKind: IdentityKind = try row.word()
        let assuranceLevel: AssuranceLevel = try row.word()
        let language: Language = try row.word()
        let receivedAt = try row.time()
        let keyID: String? = try row.next()
        let hmac: [UInt8]? = try row.next()
        var dossier = Dossier(
            id: id, region: region, number: number, service: service, channel: channel, assistedBy: assistedBy,
            identityKind: identityKind, assuranceLevel: assuranceLevel, language: language, receivedAt: receivedAt,
            applicant: keyID.flatMap { key in hmac.map { LookupHash(keyID: key, hmac: $0) } },
            documents: try row.json())
        dossier.state = try row.word()
        dossier.stateSince = try row.time()
        dossier.resuming = try row.wordIfAny()
        dossier.round = try row.count()
        dossier.defects = try row.jsonIfAny() ?? []
        dossier.correctionDueAt = try row.timeIfAny()
        dossier.doubts = try row.jsonIfAny() ?? []
        dossier.deadline = DeadlineStatus(
            status: try row.word(), dueAt: try row.timeIfAny(), startedAt: try row.timeIfAny(),
            pauseReason: try row.wordIfAny(), calendarVersion: try row.next())
        dossier.warnedPercent = try row.count()
        dossier.breachedAt = try row.timeIfAny()
        dossier.decision = try row.jsonIfAny()
        dossier.permitNumber = try row.next()
        dossier.closedAt = try row.timeIfAny()
        dossier.archivedAt = try row.timeIfAny()
        moves = try row.count()
        dossier.lastSequence = Int(try row.next() as Int64)
        self.dossier = dossier
    }
}

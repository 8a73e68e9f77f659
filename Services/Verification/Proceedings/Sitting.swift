import Contracts
import Pipeline

/// The applications of one unit of work, locked, with what happens to them.
struct Sitting: Sendable {
    /// The time of the unit.
    let now: Timestamp
    /// Regions and calendars.
    let edition: RegionBook.Edition
    private let catalogue: Catalogue
    /// The applications by id.
    private(set) var turns: [SubmissionID: DossierTurn]

    /// Begins with the applications that are there.
    init(
        now: Timestamp, edition: RegionBook.Edition, catalogue: Catalogue, turns: [SubmissionID: DossierTurn]
    ) {
        self.now = now
        self.edition = edition
        self.catalogue = catalogue
        self.turns = turns
    }

    /// An application's surroundings.
    /// - Throws: `MessageRejection` when the catalogue does not have the version that it was filed under.
    func context(_ dossier: Dossier) throws(MessageRejection) -> DossierContext {
        DossierContext(
            now: now, service: try service(dossier.service, in: dossier.region),
            calendar: edition.calendar(of: dossier.region))
    }

    /// A version of a service.
    func service(
        _ reference: ServiceReference, in region: RegionCode
    ) throws(MessageRejection) -> ServiceDefinition {
        guard let service = catalogue.service(reference, in: region) else {
            throw MessageRejection(
                reason: "unknown-service", detail: "the catalogue lacks this version of the service; add it and replay")
        }
        return service
    }

    /// Adds a new application.
    mutating func add(_ dossier: Dossier) {
        turns[dossier.id] = DossierTurn(before: nil, dossier: dossier, moves: 0)
    }

    /// Takes an input in.
    /// - Returns: what follows from it.
    /// - Throws: `MessageRejection` for an application that is not there, or whose service is unknown.
    @discardableResult
    mutating func on(
        _ input: DossierInput, _ id: SubmissionID, because message: InboundMessage? = nil
    ) throws(MessageRejection) -> [DossierEffect] {
        guard var turn = turns[id] else { throw Sitting.unknownSubmission }
        let effects = turn.dossier.on(input, in: try context(turn.dossier))
        turn.effects += effects
        if let message {
            turn.causation = message.envelope.id
            turn.traceparent = message.envelope.traceparent
        }
        turns[id] = turn
        return effects
    }

    /// Changes what belongs to an application besides the machine.
    mutating func change(_ id: SubmissionID, _ body: (inout DossierTurn) -> Void) {
        guard var turn = turns[id] else { return }
        body(&turn)
        turns[id] = turn
    }

    /// An application that this service has never seen.
    static let unknownSubmission = MessageRejection(
        reason: "unknown-submission", detail: "no such application in this region")
}

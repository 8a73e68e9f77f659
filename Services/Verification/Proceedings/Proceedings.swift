package import Contracts
import Database
import Foundation
package import Logging
import Metrics
import Pipeline
package import Sealing

/// What happens to applications in one unit of work: locked, moved in memory, written and told set-based.
package struct Proceedings: Sendable {
    let catalogue: Catalogue
    let book: RegionBook
    let keyRing: KeyRing
    let store: DossierStore
    let desk: CheckDesk
    let metrics: VerificationMetrics
    let logger: Logger
    /// Whether identity numbers with the serial 0000 are taken.
    let allowsSynthetic: Bool

    /// Makes proceedings.
    package init(
        catalogue: Catalogue, book: RegionBook, keyRing: KeyRing, nudging: Nudging, documentsURL: String,
        allowsSynthetic: Bool, logger: Logger
    ) {
        self.catalogue = catalogue
        self.book = book
        self.keyRing = keyRing
        store = DossierStore(nudging: nudging)
        desk = CheckDesk(documentsURL: documentsURL, keyRing: keyRing)
        metrics = VerificationMetrics()
        self.logger = logger
        self.allowsSynthetic = allowsSynthetic
    }

    /// Locks the applications of a unit of work.
    func open(
        _ submissions: [SubmissionID: RegionCode], leavingOutLocked: Bool = false, _ unit: UnitOfWork
    ) async throws -> Sitting {
        let turns = try await store.lock(
            submissions, leavingOutLocked: leavingOutLocked, unit.transaction)
        return Sitting(
            now: unit.now, edition: try await book.edition(in: unit.transaction), catalogue: catalogue, turns: turns)
    }

    /// Writes and tells what has happened.
    /// - Returns: the applications as they stand now, where anything happened.
    /// - Throws: `MessageRejection` for what can never be told, such as a question too large for a message.
    @discardableResult
    func close(_ sitting: Sitting, _ unit: UnitOfWork) async throws -> [SubmissionID: Dossier] {
        var turns = sitting.turns.values
            .filter { !$0.effects.isEmpty || !$0.words.isEmpty || !$0.parts.isEmpty || $0.before != $0.dossier }
            .sorted { $0.dossier.id < $1.dossier.id }
        guard !turns.isEmpty else { return [:] }
        try await allocateNumbers(&turns, sitting, unit)
        try await openApplications(&turns, unit)
        do {
            for index in turns.indices { try ask(turns[index], sitting, unit) }
            try await tell(&turns, sitting, unit)
            try store.save(turns, unit.transaction)
        } catch let violation as ContractViolation {
            throw MessageRejection(reason: "not-sayable", detail: violation.description)
        }
        for turn in turns {
            plan(turn, unit)
            count(turn, unit)
        }
        return Dictionary(turns.map { ($0.dossier.id, $0.dossier) }, uniquingKeysWith: { first, _ in first })
    }

    private func allocateNumbers(
        _ turns: inout [DossierTurn], _ sitting: Sitting, _ unit: UnitOfWork
    ) async throws {
        var claims: [NumberRegister.Claim] = []
        for turn in turns where turn.has(.numbered) && turn.dossier.permitNumber == nil {
            let context = try sitting.context(turn.dossier)
            claims.append(
                NumberRegister.Claim(
                    submission: turn.dossier.id, region: turn.dossier.region, pattern: context.service.numbering,
                    year: unit.now.date(in: context.calendar.zone).year))
        }
        let numbers = try await NumberRegister.allocate(claims, in: unit.transaction)
        for index in turns.indices {
            if let number = numbers[turns[index].dossier.id] { turns[index].dossier.permitNumber = number }
        }
        NumberRegister.void(
            turns.filter { $0.has(.voided) }.map { ($0.dossier.region, $0.dossier.id) }, reason: "withdrawn",
            in: unit.transaction)
    }

    /// Opens the applications that agencies are to be asked about and that did not come with this unit's messages.
    private func openApplications(_ turns: inout [DossierTurn], _ unit: UnitOfWork) async throws {
        let closed = turns.filter { $0.application == nil && !$0.asked.isEmpty }.map(\.dossier)
        let rows = try await store.parts(of: closed, purpose: "storage", in: unit.transaction)
        for row in rows where row.name == PartName.application {
            let part = try application(row)
            if let index = turns.firstIndex(where: { $0.dossier.id == row.submission }) {
                turns[index].application = part
            }
        }
    }

    /// Opens a stored application.
    func application(_ row: SealedPartRow) throws(MessageRejection) -> ApplicationPart {
        do {
            return try ApplicationPart(
                plaintext: try keyRing.open(row.sealed, name: .application, submission: row.submission))
        } catch {
            throw MessageRejection(
                reason: "not-openable", detail: "the stored application does not open: \(type(of: error))")
        }
    }

    private func ask(_ turn: DossierTurn, _ sitting: Sitting, _ unit: UnitOfWork) throws {
        let context = try sitting.context(turn.dossier)
        for check in turn.asked {
            guard let application = turn.application, let definition = context.service.definition(of: check) else {
                throw MessageRejection(reason: "erased", detail: "the application's content is not there any more")
            }
            try desk.ask(check, of: turn, application, definition, in: unit)
            metrics.asked.increment()
        }
        for case .cancelled(let id, let reason) in turn.effects {
            guard let check = turn.dossier.checks.first(where: { $0.id == id }), check.attempt > 0 else { continue }
            try desk.cancel(check, for: reason, of: turn, in: unit)
        }
    }

    /// Counts the checks that were opened, and those of which no answer is awaited any more.
    private func count(_ turn: DossierTurn, _ unit: UnitOfWork) {
        let before = turn.before?.checks ?? []
        for (position, check) in turn.dossier.checks.enumerated() {
            let earlier = position < before.count ? before[position] : nil
            if earlier == nil { count("asked", check, turn.dossier, unit) }
            let wasOpen = earlier?.standing.isOpen ?? true
            if wasOpen, !check.standing.isOpen { count("settled", check, turn.dossier, unit) }
            // A late answer to a check that was given up never opens it again, but the books would tell.
            if !wasOpen, check.standing.isOpen { count("settled", check, turn.dossier, unit, by: -1) }
        }
    }

    private func count(
        _ what: String, _ check: AgencyCheck, _ dossier: Dossier, _ unit: UnitOfWork, by amount: Int64 = 1
    ) {
        unit.count("checks.\(check.agency).\(what)", dossier.id, in: dossier.region, by: amount)
    }

    /// Plans what falls due, counts for the audit, and raises alerts.
    private func plan(_ turn: DossierTurn, _ unit: UnitOfWork) {
        let dossier = turn.dossier
        for effect in turn.effects {
            switch effect {
            case .planned(let plan, let at):
                unit.schedule(plan.kind, key: plan.key(dossier.id), about: dossier.id, in: dossier.region, at: at)
            case .unplanned(let plan): unit.cancel(plan.kind, key: plan.key(dossier.id), in: dossier.region)
            case .missingCalendar(let year):
                metrics.unknownDeadlines.increment()
                logger.error(
                    "a deadline is unknown: the days off of a year are missing",
                    metadata: [
                        "mpp.region": "\(dossier.region)", "mpp.calendar.year": "\(year)",
                        "mpp.submission.id": "\(dossier.id)",
                    ])
            case .judged(let verdict): metrics.answers[verdict]?.increment()
            case .told(.closed): unit.count("closed", dossier.id, in: dossier.region)
            case .moved(let transition):
                if transition.trigger == .filed { unit.count("seen", dossier.id, in: dossier.region) }
                metrics.moves[transition.to]?.increment()
            case .noted, .asked, .cancelled, .numbered, .voided, .erased, .told: break
            }
        }
    }
}

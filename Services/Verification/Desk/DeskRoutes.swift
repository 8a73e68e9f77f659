import Contracts
import Database
import Foundation
import Hummingbird
import Pipeline
import ServiceRuntime

/// The officers' desk: what waits for a decision, how an application stands, and the decision.
struct DeskRoutes: Sendable {
    /// The largest body of a decision.
    ///
    /// - Units: bytes.
    private static let bodyBytes = 32 * 1024

    let engine: Engine
    let proceedings: Proceedings

    /// Adds the routes.
    func add(to router: RouterGroup<HTTPContext>) {
        router.get("/v1/desk") { request, context in
            try await list(request, context)
        }
        router.get("/v1/submissions/:id") { _, context in
            try await show(context)
        }
        router.post("/v1/submissions/:id/decision") { request, context in
            try await decide(request, context)
        }
    }

    /// Turns the service's own errors into problems: whatever the database cannot do now is 503.
    @Sendable
    static func problem(for error: any Error) -> Problem? {
        if let rejection = error as? MessageRejection {
            return .conflict(code: rejection.reason, title: "This cannot be done", detail: rejection.detail)
        }
        guard let error = error as? DatabaseError else { return nil }
        switch error.code {
        case .decoding, .encoding, .configuration, .migration: return nil
        default: break
        }
        if Blame(sqlState: error.sqlState) == .message { return nil }
        return .unavailable(
            error.mayHaveTakenEffect
                ? "The decision may or may not have been taken. Look before trying again."
                : "Nothing can be stored or looked up now. Nothing was changed.", retryAfterSeconds: 5)
    }

    private func list(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let officer = try context.require(.officer, .supervisor)
        let regions = officer.regions.sorted()
        let rows = try await engine.pool.query(
            """
            SELECT \(unescaped: DossierRow.columns) FROM submissions s WHERE s.state = 'in-decision' \
            AND s.closed_at IS NULL AND (s.region = ANY(\(regions)) OR left(s.region, 2) = ANY(\(regions))) \
            ORDER BY s.state_since LIMIT 100
            """, as: DossierRow.self)
        return try Response.json(["submissions": rows.map { DeskView($0.dossier) }])
    }

    private func show(_ context: HTTPContext) async throws -> Response {
        let officer = try context.require(.officer, .supervisor)
        let id = try id(context)
        let view = try await engine.perform { unit in
            let dossier = try await locked(id, officer, unit).dossier
            unit.log(
                UnitOfWork.Access(
                    region: dossier.region, submission: id, principal: officer.subject, role: Role.officer.rawValue,
                    purpose: "desk", fields: ["/state", "/checks", "/doubts"]))
            return DeskView(dossier)
        }
        return try Response.json(view)
    }

    private func decide(_ request: Request, _ context: HTTPContext) async throws -> Response {
        let officer = try context.require(.officer)
        let id = try id(context)
        try request.requireJSON()
        let bytes = try await request.bytes(upTo: Self.bodyBytes)
        let body: JSONValue
        do throws(ContractViolation) {
            body = try ContractCoding.value(JSONValue.self, json: bytes)
        } catch {
            throw Problem.malformed("The body is not JSON.")
        }
        let view = try await engine.perform { unit in
            let before = try await locked(id, officer, unit).dossier
            var sitting = try await proceedings.open([id: before.region], unit)
            let decision = try DecisionReader.read(body, of: try sitting.context(before).service)
            // The same officer's same decision again, after an answer that was lost.
            if before.hasDecided(decision, officer.subject) { return DeskView(before) }
            let effects = try sitting.on(.decided(decision, officer: officer.subject), id)
            guard !effects.isEmpty else {
                throw Problem.conflict(
                    code: "not-in-decision", title: "The application does not wait for a decision",
                    detail: "It is \(before.state.rawValue).")
            }
            let after = try await proceedings.close(sitting, unit)
            return DeskView(after[id] ?? before)
        }
        return try Response.json(view)
    }

    private func id(_ context: HTTPContext) throws(Problem) -> SubmissionID {
        // Whatever is not an id is not an application.
        guard let id = context.parameters.get("id").flatMap({ try? SubmissionID(parsing: $0) }) else {
            throw .notFound()
        }
        return id
    }

    /// The application, when the officer may see it; others are told that there is none.
    private func locked(_ id: SubmissionID, _ officer: Principal, _ unit: UnitOfWork) async throws -> DossierTurn {
        let regions = try await unit.transaction.column(
            "SELECT region FROM submissions WHERE id = \(id.uuid)", as: String.self)
        guard let digits = regions.first, officer.covers(region: digits) else { throw Problem.notFound() }
        let region = try RegionCode(digits)
        guard let turn = try await proceedings.store.lock([id: region], unit.transaction)[id] else {
            throw Problem.notFound()
        }
        return turn
    }
}

extension Dossier {
    /// Whether an officer has decided just this already.
    fileprivate func hasDecided(_ asked: OfficerDecision, _ officer: String) -> Bool {
        guard let decision, decision.decidedBy == TransitionActor(kind: .officer, id: officer) else { return false }
        switch asked {
        case .approve: return decision.outcome == .approved
        case .refuse(let reasons): return decision.outcome == .refused && decision.reasons == reasons
        case .askCorrection: return false
        }
    }
}

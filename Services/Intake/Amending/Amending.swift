package import Contracts
import Database
package import Pipeline
package import Sealing
import ServiceRuntime

/// Takes corrections and withdrawals in: under the row's lock, with the application's next number.
package struct Amending: Sendable {
    /// Where transactions run.
    let engine: Engine
    /// Opens and seals the application.
    let keyRing: KeyRing
    /// The version that an application was filed under.
    let catalogue: Catalogue
    private let access: AccessGuard
    private let receipts: ReceiptStore
    private let nudging: Nudging
    /// Whether numbers with the serial 0000 are taken; in test mode only.
    let allowsSynthetic: Bool

    /// Makes the intake of amendments.
    package init(
        engine: Engine, keyRing: KeyRing, catalogue: Catalogue, access: AccessGuard, receipts: ReceiptStore,
        nudging: Nudging, allowsSynthetic: Bool
    ) {
        self.engine = engine
        self.keyRing = keyRing
        self.catalogue = catalogue
        self.access = access
        self.receipts = receipts
        self.nudging = nudging
        self.allowsSynthetic = allowsSynthetic
    }

    /// Takes a correction in.
    /// - Throws: `Problem`: 404, 409 when none is open, 422 with every fault; `DatabaseError`. Nothing is stored then.
    /// - Idempotency: a repeat under the same key gets the same receipt.
    package func correct(_ request: AmendmentRequest) async throws -> AmendmentReceipt {
        try await amend(request, .correction) { submission, _, unit in
            guard submission.closedAt == nil else { throw Problem.closed }
            guard submission.state == .correctionRequested, let open = submission.correction else {
                throw Problem.conflict(code: "no-correction-open", title: "No correction is asked for")
            }
            guard submission.correctedRound < open.round else {
                throw Problem.conflict(
                    code: "correction-answered", title: "This round's correction has been sent already")
            }
            let message = try await correct(submission, open, request, in: unit)
            return (message, open.round)
        }
    }

    /// Takes a withdrawal in.
    /// - Throws: `Problem`: 404, 409 when the application is closed or being withdrawn, 422; `DatabaseError`.
    /// - Idempotency: a repeat under the same key gets the same receipt.
    package func withdraw(_ request: AmendmentRequest) async throws -> AmendmentReceipt {
        let reason = try WithdrawalReason(reading: request.body)
        return try await amend(request, .withdrawal) { submission, isAssisted, unit in
            guard submission.closedAt == nil else { throw Problem.closed }
            guard submission.withdrawalRequestedAt == nil else {
                throw Problem.conflict(
                    code: "withdrawal-requested", title: "The withdrawal has been asked for already")
            }
            let body = WithdrawalRequested(
                submissionID: submission.id, number: submission.number, reason: reason, requestedAt: unit.now,
                assistedBy: isAssisted ? request.principal.subject : nil)
            let envelope = Envelope(
                type: WithdrawalRequested.type, source: MessageSource(region: submission.region, service: .intake),
                subject: submission.id, time: unit.now, sequence: submission.lastSequence + 1,
                causation: submission.lastEvent, traceparent: request.traceparent)
            unit.say(
                Statement(
                    envelope: envelope, exchange: WireNames.Exchange.events,
                    routingKey: WireNames.routingKey(WithdrawalRequested.type, submission.region),
                    body: try ContractCoding.encode(body)))
            try TimelineStore.insert(
                [TimelineRow(envelope, state: nil, facts: TimelineFacts(withdrawal: reason))], in: unit)
            return (envelope.id, nil)
        }
    }

    private func amend(
        _ request: AmendmentRequest, _ kind: AmendmentReceipt.Kind,
        _ say: (TrackedSubmission, _ isAssisted: Bool, UnitOfWork) async throws -> (message: MessageID, round: Int?)
    ) async throws -> AmendmentReceipt {
        do {
            return try await engine.perform { unit in
                let found = try await TrackingStore.lock(request.number, in: unit.transaction)
                let isAssisted = try access.authorizeChange(
                    found, number: request.number, principal: request.principal, code: request.accessCode)
                guard let submission = found else { throw Problem.notFound() }
                if let earlier = try await AmendmentStore.earlier(request.owner, in: unit.transaction) {
                    return try receipt(earlier, kind, submission, request)
                }
                let said = try await say(submission, isAssisted, unit)
                try AmendmentStore.keep(
                    kind, of: submission, message: said.message, owner: request.owner, bodyHash: request.bodyHash,
                    round: said.round, nudging: nudging, in: unit)
                return receipt(kind, submission, round: said.round, at: unit.now)
            }
        } catch let error as DatabaseError {
            switch error.constraint {
            case "amendments_idempotency": throw Problem.idempotencyKeyReused
            case "submissions_open_person": throw Problem.openApplication(number: nil)
            case "documents_id": throw Problem.invalid([.documentUsed])
            default: break
            }
            guard error.mayHaveTakenEffect else { throw error }
            return try await lookUp(request, kind)
        }
    }

    private func lookUp(_ request: AmendmentRequest, _ kind: AmendmentReceipt.Kind) async throws -> AmendmentReceipt {
        guard let earlier = try await AmendmentStore.earlier(request.owner, in: engine.pool),
            let submission = try await TrackingStore.find(request.number, in: engine.pool)
        else { throw Problem.outcomeUnknown }
        return try receipt(earlier, kind, submission, request)
    }

    private func receipt(
        _ earlier: AmendmentStore.Earlier, _ kind: AmendmentReceipt.Kind, _ submission: TrackedSubmission,
        _ request: AmendmentRequest
    ) throws(Problem) -> AmendmentReceipt {
        guard earlier.submission == submission.id.uuid, earlier.kind == kind.rawValue,
            earlier.bodyHash == request.bodyHash
        else { throw .idempotencyKeyReused }
        return receipt(kind, submission, round: earlier.round.map(Int.init), at: earlier.acceptedAt.timestamp)
    }

    private func receipt(
        _ kind: AmendmentReceipt.Kind, _ submission: TrackedSubmission, round: Int?, at time: Timestamp
    ) -> AmendmentReceipt {
        AmendmentReceipt(
            number: submission.number, kind: kind, round: round, acceptedAt: time,
            statusURL: receipts.statusURL(submission.number))
    }
}

extension WithdrawalReason {
    /// Reads `{"reason": …}`; without one it is `other`.
    fileprivate init(reading body: JSONValue) throws(Problem) {
        guard let members = body.object else {
            throw .invalid([Problem.Fault(pointer: "", code: "type", message: "must be an object")])
        }
        var faults = members.keys.sorted().filter { $0 != "reason" }.map {
            Problem.Fault(pointer: JSONPointer.token($0), code: "unknown", message: "is not known here")
        }
        let reason = members["reason"].map { $0.string.flatMap(WithdrawalReason.init(rawValue:)) } ?? .other
        if reason == nil {
            let names = WithdrawalReason.allCases.map(\.rawValue).joined(separator: ", ")
            faults.append(Problem.Fault(pointer: "/reason", code: "enum", message: "must be one of \(names)"))
        }
        guard let reason, faults.isEmpty else { throw .invalid(faults) }
        self = reason
    }
}

extension Problem {
    /// 409: nothing moves a closed application any more.
    fileprivate static let closed = Problem.conflict(code: "closed", title: "The application is closed")
}

extension Problem.Fault {
    /// A document that another request took meanwhile.
    static let documentUsed = Problem.Fault(
        pointer: "/documents", code: "document-unknown", message: "There is no unused document of yours under this id.")
}

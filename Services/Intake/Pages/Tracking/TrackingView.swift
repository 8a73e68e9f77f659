package import Contracts

/// One application as its page shows it: state, deadline, who is waited for, decision, proof and timeline.
package struct TrackingView {
    private let submission: TrackedSubmission
    private let documents: [DocumentReference]
    private let timeline: [TimelineStore.Shown]
    private let definition: ServiceDefinition?
    private let zone: IndonesianZone
    private let words: PageWords
    private let names: ItemNames

    /// Shows an application by the version of the service that it was filed under, which may be gone, and by the
    /// region's clocks.
    package init(
        _ submission: TrackedSubmission, documents: [DocumentReference], timeline: [TimelineStore.Shown],
        definition: ServiceDefinition?, zone: IndonesianZone, words: PageWords
    ) {
        self.submission = submission
        self.documents = documents
        self.timeline = timeline
        self.definition = definition
        self.zone = zone
        self.words = words
        names = ItemNames(definition, words: words)
    }

    /// What the page is called.
    package var title: String { definition?.title[words.language] ?? submission.service.code.value }

    /// What the page shows.
    package var values: [String: Any] {
        let state = PageWords.name(of: submission.state)
        let number = submission.number.value
        var values: [String: Any] = [
            "number": number, "state": words[state], "explanation": words[state + "Text"], "tone": tone,
            "deadline": words.deadline(submission.deadline, in: zone),
            "rule": submission.deadlineRule[words.language], "hasWaiting": !waiting.isEmpty, "waiting": waiting,
            "timeline": lines, "hasDocuments": !documents.isEmpty, "documents": documents.map(document),
            "updated": words.text("updated", ["time": words.time(.now(), in: zone)]), "statusURL": "/lacak/\(number)",
            "receiptURL": "/lacak/\(number)/tanda-terima",
            "eventsURL": "/lacak/\(number)/peristiwa?n=\(timeline.count)",
        ]
        if let at = submission.withdrawalRequestedAt, !submission.state.isFinal {
            values["withdrawal"] = words.text("withdrawalAsked", ["time": words.time(at, in: zone)])
        }
        if let correction { values["correction"] = correction }
        if let outcome = submission.outcome { values["decision"] = decision(outcome) }
        if let record = submission.record { values["record"] = proof(record) }
        return values
    }

    /// How the state looks: news that is good, bad, or asks for something.
    private var tone: String {
        switch submission.state {
        case .issued, .approved, .deemedApproved: "good"
        case .refused, .lapsed: "bad"
        case .correctionRequested: "open"
        case .received, .inVerification, .inDecision, .withdrawn: "calm"
        }
    }

    /// Until verification has said something, the suite itself has the next move.
    private var waiting: [[String: String]] {
        if submission.state.isFinal { return [] }
        let parties = submission.waitingFor ?? [WaitedParty(kind: .system, since: submission.receivedAt)]
        return parties.map { party in
            let who =
                switch party.kind {
                case .applicant: words["waitApplicant"]
                case .agency: words.text("waitAgency", ["check": names.check(party.agency, party.check)])
                case .officer: words["waitOfficer"]
                case .signatory: words["waitSignatory"]
                case .system: words["waitSystem"]
                }
            return ["who": who, "since": words.text("since", ["time": words.time(party.since, in: zone)])]
        }
    }

    private var correction: [String: Any]? {
        guard submission.state == .correctionRequested, let correction = submission.correction else { return nil }
        let isAnswered = submission.correctedRound >= correction.round
        var values: [String: Any] = [
            "heading": words["correctionTitle"], "lead": words[isAnswered ? "correctionAnswered" : "correctionLead"],
            "defects": correction.defects.map {
                [
                    "item": names.item($0.item), "text": $0.text[words.language],
                    "remedy": $0.remedy[words.language],
                ]
            },
        ]
        if let answerBy = correction.answerBy, !isAnswered {
            values["answerBy"] = words.text("correctionAnswerBy", ["time": words.time(answerBy, in: zone)])
        }
        return values
    }

    private func decision(_ outcome: SubmissionOutcome) -> [String: Any] {
        var values: [String: Any] = [
            "outcome": words.outcome(outcome.outcome), "at": words.time(outcome.decidedAt, in: zone),
            "hasReasons": !outcome.reasons.isEmpty,
            "reasons": outcome.reasons.map { ["text": $0.text[words.language], "basis": $0.legalBasis] },
        ]
        if let number = outcome.permitNumber { values["permitNumber"] = number }
        if let basis = outcome.legalBasis { values["legalBasis"] = basis }
        if let objection = outcome.objection { values["objection"] = objection[words.language] }
        return values
    }

    private func proof(_ record: RecordProof) -> [String: String] {
        [
            "id": "\(record.recordID)", "index": String(record.chainIndex), "hash": record.hash,
            "text": words.text(
                record.disposal == nil ? "proofKept" : "proofDisposed", ["time": words.time(record.at, in: zone)]),
        ]
    }

    private func document(_ document: DocumentReference) -> [String: String] {
        [
            "title": names.document(document.kind),
            "facts": "\(words.mediaType(document.mediaType)), \(words.size(Int(document.sizeBytes)))",
        ]
    }

    private var lines: [[String: String]] {
        TimelineView(words: words, names: names).lines(timeline).reversed().map {
            ["text": $0.text, "time": words.time($0.at, in: zone), "datetime": $0.at.rfc3339]
        }
    }
}

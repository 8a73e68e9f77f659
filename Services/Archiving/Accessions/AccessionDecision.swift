package import Contracts

/// What to do with an application after its documents were looked for; pure.
package enum AccessionDecision: Sendable, Equatable {
    /// Write the record, which names what was found of each document.
    case archive([RecordedDocument])
    /// Look again after so many seconds; nothing is written into the chain until then.
    case wait(seconds: Int64, state: AccessionState, finding: String, document: DocumentID?, counts: Bool)

    /// Decides.
    ///
    /// An application is never archived silently without a document: a missing one is waited for, then named in the
    /// record; an altered one blocks until it is put right or an operator has the finding recorded.
    ///
    /// - Parameters:
    ///   - documents: what the application named.
    ///   - findings: what came of copying each of them.
    ///   - tries: how often it was tried, this time included.
    ///   - age: how long the application waits for its record, in seconds.
    ///   - acceptsFindings: whether an operator has said to record what is found.
    ///   - policy: waits and patience.
    package init(
        documents: [DocumentReference], findings: [DocumentID: DocumentFinding], tries: Int, age: Int64,
        acceptsFindings: Bool, policy: AccessionPolicy
    ) {
        var recorded: [RecordedDocument] = []
        var missing: DocumentID?
        var altered: DocumentID?
        for document in documents {
            switch findings[document.id] ?? .unavailable(reason: "not-tried") {
            case .kept: recorded.append(RecordedDocument(reference: document, status: .kept))
            case .missing:
                missing = missing ?? document.id
                recorded.append(RecordedDocument(reference: document, status: .missing))
            case .altered:
                altered = altered ?? document.id
                recorded.append(RecordedDocument(reference: document, status: .altered))
            case .unavailable(let reason):
                self = .wait(
                    seconds: policy.firstWait, state: .collecting, finding: reason, document: document.id,
                    counts: false)
                return
            }
        }
        let wait = policy.wait(afterTries: tries)
        if let altered, !acceptsFindings {
            self = .wait(
                seconds: wait, state: .blocked, finding: "document-altered", document: altered, counts: true)
        } else if let missing, !acceptsFindings, age < policy.patience {
            self = .wait(
                seconds: wait, state: .collecting, finding: "document-missing", document: missing, counts: true)
        } else {
            self = .archive(recorded)
        }
    }
}

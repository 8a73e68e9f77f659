package import Contracts
package import ServiceRuntime

/// What becomes of one application, given what the database knows.
package enum FilingDecision: Sendable, Equatable {
    /// It is kept, with these documents.
    case accept([DocumentReference])
    /// It was kept before under the same key: the same receipt.
    case replay(region: RegionCode, SubmissionID)
    /// It is not kept.
    case refuse(Problem)

    /// Decides.
    ///
    /// A repeated request comes first, since its documents are used and its person has an open application: its own.
    package init(_ filing: Filing, facts: FilingFacts) {
        if let earlier = facts.earlier[filing.owner] {
            self =
                earlier.bodyHash == filing.bodyHash
                ? .replay(region: earlier.region, earlier.submission) : .refuse(.idempotencyKeyReused)
            return
        }
        if let person = filing.openPerson, let open = facts.open[person] {
            self = .refuse(.openApplication(number: open.subject == filing.owner.subject ? open.number : nil))
            return
        }
        let (references, faults) = Self.documents(filing.documents, of: filing.owner.subject, facts: facts)
        self = faults.isEmpty ? .accept(references) : .refuse(.invalid(faults))
    }

    /// Judges documents: a used, foreign, expired or invented one is answered alike.
    package static func documents(
        _ chosen: [Filing.ChosenDocument], of subject: String, facts: FilingFacts
    ) -> (references: [DocumentReference], faults: [Problem.Fault]) {
        var references: [DocumentReference] = []
        var faults: [Problem.Fault] = []
        for document in chosen {
            guard let upload = facts.uploads[document.id], upload.subject == subject else {
                faults.append(
                    Problem.Fault(
                        pointer: document.pointer + "/id", code: "document-unknown",
                        message: "There is no unused document of yours under this id."))
                continue
            }
            if !document.requirement.mediaTypes.contains(upload.mediaType) {
                faults.append(
                    Problem.Fault(
                        pointer: document.pointer + "/id", code: "media-type",
                        message: "Taken are: \(document.requirement.mediaTypes.joined(separator: ", "))."))
            }
            if upload.sizeBytes > document.requirement.maximumBytes {
                faults.append(
                    Problem.Fault(
                        pointer: document.pointer + "/id", code: "too-large",
                        message: "At most \(document.requirement.maximumBytes) bytes are taken."))
            }
            references.append(
                DocumentReference(
                    id: document.id, kind: document.requirement.kind, mediaType: upload.mediaType,
                    sizeBytes: upload.sizeBytes, sha256: upload.sha256))
        }
        return (references, faults)
    }
}

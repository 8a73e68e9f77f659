package import Contracts

/// An application that has passed every check that needs no database, sealed and ready to be kept.
package struct Filing: Sendable {
    /// A document that the applicant named.
    package struct ChosenDocument: Sendable {
        /// The upload.
        package let id: DocumentID
        /// What it is.
        package let requirement: DocumentRequirement
        /// Where the application names it, for faults.
        package let pointer: String

        /// Makes a choice.
        package init(id: DocumentID, requirement: DocumentRequirement, pointer: String) {
            self.id = id
            self.requirement = requirement
            self.pointer = pointer
        }
    }

    /// The new application.
    package let submission: SubmissionID
    /// Its number.
    package let number: SubmissionNumber
    /// Where it is filed.
    package let region: RegionCode
    /// Who files it.
    package let owner: RequestKey
    /// SHA-256 of the request's body.
    package let bodyHash: [UInt8]
    /// For what.
    package let service: ServiceReference
    /// How it came in.
    package let channel: SubmissionChannel
    /// The officer who files it for the applicant.
    package let assistedBy: String?
    /// What the applicant is known by.
    package let identityKind: IdentityKind
    /// How sure the identity is.
    package let assuranceLevel: AssuranceLevel
    /// The language in which the applicant is told.
    package let language: Language
    /// By what the same person is found.
    package let person: LookupHash?
    /// What the receipt says about the deadline.
    package let deadlineRule: LocalizedText
    /// The documents.
    package let documents: [ChosenDocument]
    /// The applicant and the form.
    package let application: SealedPart
    /// Where the applicant is reached.
    package let contact: SealedPart
    /// The trace of the request.
    package let traceparent: String?

    /// Collects the fields.
    package init(
        submission: SubmissionID, number: SubmissionNumber, region: RegionCode, owner: RequestKey, bodyHash: [UInt8],
        service: ServiceReference, channel: SubmissionChannel, assistedBy: String?, identityKind: IdentityKind,
        assuranceLevel: AssuranceLevel, language: Language, person: LookupHash?, deadlineRule: LocalizedText,
        documents: [ChosenDocument], application: SealedPart, contact: SealedPart, traceparent: String?
    ) {
        self.submission = submission
        self.number = number
        self.region = region
        self.owner = owner
        self.bodyHash = bodyHash
        self.service = service
        self.channel = channel
        self.assistedBy = assistedBy
        self.identityKind = identityKind
        self.assuranceLevel = assuranceLevel
        self.language = language
        self.person = person
        self.deadlineRule = deadlineRule
        self.documents = documents
        self.application = application
        self.contact = contact
        self.traceparent = traceparent
    }

    /// What stands for the person among open applications.
    package var openPerson: OpenPerson? {
        person.map { OpenPerson(region: region, service: service.code, hmac: $0.hmac) }
    }

    /// What no two requests may share that run at the same time.
    package var keys: Set<FilingKey> {
        var keys: Set<FilingKey> = [.request(owner)]
        if let openPerson { keys.insert(.person(openPerson)) }
        for document in documents { keys.insert(.document(document.id)) }
        return keys
    }
}

/// What an agency is asked to check for a service.
public struct CheckDefinition: Sendable, Hashable {
    /// The agency.
    public let agency: AgencyCode
    /// The kind of check.
    public let check: CheckCode
    /// What it is called.
    public let title: LocalizedText
    /// Why the agency may see the fields, for the processing record.
    public let purpose: String
    /// The fields that the agency may see: JSON pointers into the application, `/applicant/name` or `/form/strNumber`.
    public let fields: [String]
    /// The documents that the agency may fetch.
    public let documents: [DocumentKind]
    /// Until when an answer counts, from the first question on.
    ///
    /// - Units: minutes.
    public let deadlineMinutes: Int
    /// When the agency is asked again.
    public let retry: RetryPolicy
    /// When the agency works, for which questions and deadlines wait; nil for always.
    public let officeHours: OfficeHours?
    /// Whether the decision waits for the answer.
    public let isRequired: Bool

    /// Reads a check.
    init?(_ reader: inout ObjectReader) {
        let agency = reader.value("agency", AgencyCode.init(_:))
        let check = reader.value("check", CheckCode.init(_:))
        let title = reader.object("title", LocalizedText.init(_:))
        let purpose = reader.text("purpose", 1...500)
        let fields = reader.values("fields", 0...100, CheckDefinition.pointer)
        let documents = reader.values("documents", 0...50, DocumentKind.init(_:))
        let deadline = reader.integer("deadlineMinutes", 1...525_600)
        let retry = reader.object("retry", RetryPolicy.init(_:))
        let hours = reader.object("officeHours", isRequired: false, OfficeHours.init(_:))
        if let hours {
            reader.faults.require(hours.isEverOpen, reader.place("officeHours"), "value", "must open on some day")
        }
        let isRequired = reader.truth("required")
        guard let agency, let check, let title, let purpose, let fields, let documents, let deadline, let retry,
            let isRequired
        else { return nil }
        let names = fields.compactMap { JSONPointer.tokens($0)?.last }
        reader.faults.require(
            Set(names).count == names.count, reader.place("fields"), "unique",
            "must not lead to two fields of one name")
        self.agency = agency
        self.check = check
        self.title = title
        self.purpose = purpose
        self.fields = fields
        self.documents = documents
        deadlineMinutes = deadline
        self.retry = retry
        officeHours = hours
        self.isRequired = isRequired
    }

    private static func pointer(_ text: String) throws(ContractViolation) -> String {
        guard text.hasPrefix("/applicant/") || text.hasPrefix("/form/"), JSONPointer.tokens(text) != nil else {
            throw ContractViolation(code: "pointer", message: "must be a pointer below /applicant or /form")
        }
        return text
    }

    /// The declared fields out of an application, named by the last part of their pointers; absent ones are left out.
    public func project(applicant: JSONValue, form: JSONValue) -> [String: JSONValue] {
        let application: JSONValue = .object(["applicant": applicant, "form": form])
        var fields: [String: JSONValue] = [:]
        for pointer in self.fields {
            guard let name = JSONPointer.tokens(pointer)?.last else { continue }
            fields[name] = application.value(at: pointer)
        }
        return fields
    }
}

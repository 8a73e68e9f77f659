/// One version of one service (*jenis layanan*) of the catalogue.
///
/// - Shape: one JSON file each; an application keeps the version that it was filed under to its end.
public struct ServiceDefinition: Sendable, Hashable {
    /// The service.
    public let code: ServiceCode
    /// The version, from 1.
    public let version: Int
    /// The first day on which applications are filed under it, in the region's zone.
    public let effectiveFrom: CivilDate
    /// The region that offers it; nil for every region.
    public let region: RegionCode?
    /// What it is called.
    public let title: LocalizedText
    /// The office that answers for it.
    public let unit: LocalizedText
    /// The published and internal standard.
    public let standard: ServiceStandard
    /// The steps of the procedure.
    public let steps: [ProcessStep]
    /// What is asked about the applicant.
    public let applicant: ApplicantRequirements
    /// What is asked in the form.
    public let form: FormSchema
    /// How the form is shown.
    public let presentation: [FieldPresentation]
    /// The supporting documents.
    public let documents: [DocumentRequirement]
    /// What agencies are asked.
    public let checks: [CheckDefinition]
    /// What follows from their answers.
    public let joinPolicy: JoinPolicy
    /// Who decides.
    public let decision: DecisionMode
    /// The legal deadline; it runs from completeness.
    public let clock: ClockRule
    /// The time to look at completeness.
    ///
    /// - Units: minutes of the office's hours.
    public let completenessMinutes: Int
    /// The time that the applicant has for a correction.
    ///
    /// - Units: calendar days.
    public let correctionDays: Int
    /// The reasons.
    public let reasons: [ReasonDefinition]
    /// Where an applicant can object to a refusal.
    public let objection: LocalizedText
    /// How permits are numbered.
    public let numbering: NumberingPattern
    /// The row of the retention schedule.
    public let retention: RetentionRow
    /// Whether the product is signed before it is given out.
    public let isSignatureRequired: Bool
    /// The file as it was written.
    public let source: JSONValue

    /// The reference that applications keep.
    public var reference: ServiceReference { ServiceReference(code: code, version: version) }

    /// Reads a file.
    ///
    /// - Throws: `ContractViolation` with every fault and its pointer.
    public init(_ source: JSONValue) throws(ContractViolation) {
        var reader = ObjectReader(source)
        let definition = ServiceDefinition(&reader, source: source)
        reader.finish()
        if let definition { definition.check(&reader.faults) }
        try reader.faults.finish()
        guard let definition else {
            throw ContractViolation(code: "service", message: "must be a service definition")
        }
        self = definition
    }

    /// A legal basis of a sensible length.
    static func legalText(_ text: String) throws(ContractViolation) -> String {
        guard (1...500).contains(text.unicodeScalars.count) else {
            throw ContractViolation(code: "text", message: "must be a text of 1 to 500 characters")
        }
        return text
    }

    private init?(_ reader: inout ObjectReader, source: JSONValue) {
        let code = reader.value("code", ServiceCode.init(_:))
        let version = reader.integer("version", 1...1_000_000)
        let effectiveFrom = reader.value("effectiveFrom", CivilDate.init(parsing:))
        region = reader.value("region", isRequired: false, RegionCode.init(_:))
        let title = reader.object("title", LocalizedText.init(_:))
        let unit = reader.object("unit", LocalizedText.init(_:))
        let standard = reader.object("standard", ServiceStandard.init(_:))
        let steps = reader.list("steps", 1...30, ProcessStep.init(_:))
        let applicant = reader.object("applicant", ApplicantRequirements.init(_:))
        let form = ServiceDefinition.form(&reader)
        let presentation = reader.list("presentation", 1...100, FieldPresentation.init(_:))
        let documents = reader.list("documents", 0...50, DocumentRequirement.init(_:))
        let checks = reader.list("checks", 0...20, CheckDefinition.init(_:))
        let joinPolicy = reader.object("joinPolicy", JoinPolicy.init(_:))
        let decision = reader.word("decision", DecisionMode.self)
        let clock = reader.object("clock", ClockRule.init(_:))
        let completeness = reader.integer("completenessMinutes", 1...525_600)
        let correction = reader.integer("correctionDays", 1...366)
        let reasons = reader.list("reasons", 2...200, ReasonDefinition.init(_:))
        let objection = reader.object("objection", LocalizedText.init(_:))
        let numbering = reader.object("numbering", NumberingPattern.init(_:))
        let retention = reader.object("retention", RetentionRow.init(_:))
        let signature = reader.truth("signatureRequired")
        guard let code, let version, let effectiveFrom, let title, let unit, let standard, let steps, let applicant,
            let form, let presentation, let documents, let checks, let joinPolicy, let decision, let clock,
            let completeness, let correction, let reasons, let objection, let numbering, let retention, let signature
        else { return nil }
        self.code = code
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.title = title
        self.unit = unit
        self.standard = standard
        self.steps = steps
        self.applicant = applicant
        self.form = form
        self.presentation = presentation
        self.documents = documents
        self.checks = checks
        self.joinPolicy = joinPolicy
        self.decision = decision
        self.clock = clock
        completenessMinutes = completeness
        correctionDays = correction
        self.reasons = reasons
        self.objection = objection
        self.numbering = numbering
        self.retention = retention
        isSignatureRequired = signature
        self.source = source
    }

    private static func form(_ reader: inout ObjectReader) -> FormSchema? {
        guard let source = reader.required("form") else { return nil }
        do throws(ContractViolation) {
            return try FormSchema(source)
        } catch {
            let pointer = reader.place("form")
            reader.faults.add(error.faults.map { $0.below(pointer) })
            return nil
        }
    }
}

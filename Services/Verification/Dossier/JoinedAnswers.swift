import Contracts

/// What all answers of an application together lead to, by the service's policy.
struct JoinedAnswers: Hashable, Sendable {
    /// Everything that the applicant must mend.
    private(set) var defects: [Defect] = []
    /// Everything that refuses the application.
    private(set) var refusals: [ReasonCode] = []
    /// Whether a person has to look.
    private(set) var needsOfficer = false
    /// Whether an agency reported a defect that the catalogue cannot put into words.
    private(set) var hasUnknownDefect = false

    /// Joins the current check of each definition.
    init(_ checks: [AgencyCheck], of service: ServiceDefinition) {
        for check in checks {
            guard let definition = service.definition(of: check) else { continue }
            switch (check.standing, check.answer) {
            case (.answered, let answer?): add(answer, definition, service)
            case (.exhausted, .notFound?) where service.joinPolicy.onNotFound == .correction:
                add(service.joinPolicy.notFoundReason, at: [definition.items.first ?? "/applicant"], service)
            case (.exhausted, _): if definition.isRequired || service.joinPolicy.waitFor == .all { needsOfficer = true }
            default: break
            }
        }
    }

    private mutating func add(_ answer: CheckAnswer, _ definition: CheckDefinition, _ service: ServiceDefinition) {
        let policy = service.joinPolicy
        switch answer {
        case .match, .recommended: break
        case .notFound, .unavailable: needsOfficer = true
        case .defects(let reported):
            for defect in reported { add(defect.reason, at: [defect.item], service) }
        case .mismatch(let fields):
            switch policy.onMismatch {
            case .officer: needsOfficer = true
            case .correction: add(policy.mismatchReason, at: fields.map(definition.pointer(named:)), service)
            case .refuse: refuse(policy.mismatchReason.map { [$0] } ?? [], service)
            }
        case .notRecommended(let reasons):
            switch policy.onNotRecommended {
            case .officer: needsOfficer = true
            case .refuse: refuse(reasons, service)
            }
        }
    }

    private mutating func add(_ code: ReasonCode?, at items: [String], _ service: ServiceDefinition) {
        for item in items {
            guard let code, let defect = service.defect(code, at: item) else {
                hasUnknownDefect = true
                continue
            }
            if !defects.contains(defect) { defects.append(defect) }
        }
    }

    private mutating func refuse(_ codes: [ReasonCode], _ service: ServiceDefinition) {
        if service.refusal(codes) == nil { needsOfficer = true } else { refusals += codes }
    }
}

package import Contracts

/// Looks at an application as a whole: required documents, form and applicant, and what is plausible.
///
/// Everything found is in one list, so that one correction request can name it all. Doubts warn and refuse nothing.
package struct Completeness: Sendable {
    private let service: ServiceDefinition
    private let allowsSynthetic: Bool

    /// Looks by one version of a service.
    ///
    /// - Parameters:
    ///   - service: what is asked for.
    ///   - allowsSynthetic: whether identity numbers with the serial 0000 are taken; in test mode only.
    package init(_ service: ServiceDefinition, allowsSynthetic: Bool) {
        self.service = service
        self.allowsSynthetic = allowsSynthetic
    }

    /// Assesses an application.
    ///
    /// - Parameters:
    ///   - application: the applicant and the form.
    ///   - documents: what was uploaded.
    ///   - regions: the regency and city codes that are known; empty leaves that check out.
    ///   - today: the day in the region's zone.
    /// - Returns: all defects and doubts.
    package func assess(
        _ application: ApplicationPart, documents: [DocumentReference], regions: Set<String>, today: CivilDate
    ) -> Assessment {
        let form = JSONValue.object(application.form)
        var found: [(code: String, item: String)] = []
        for requirement in service.documents {
            let item = "/documents/\(requirement.kind.value)"
            let given = documents.filter { $0.kind == requirement.kind }
            if given.isEmpty, requirement.isRequired(for: form) { found.append(("document-missing", item)) }
            let isWrong = given.contains {
                !requirement.mediaTypes.contains($0.mediaType) || $0.sizeBytes > Int64(requirement.maximumBytes)
            }
            if isWrong { found.append(("document-type", item)) }
        }
        for fault in service.form.validate(form) { found.append(("field-invalid", "/form" + fault.pointer)) }
        let applicantFaults = service.applicant.validate(
            .object(application.applicant), kind: application.identityKind, allowSynthetic: allowsSynthetic)
        for fault in applicantFaults { found.append(("field-invalid", "/applicant" + fault.pointer)) }
        var defects: [Defect] = []
        for (code, item) in found {
            guard let defect = defect(code, item), !defects.contains(defect) else { continue }
            defects.append(defect)
        }
        return Assessment(
            defects: Array(defects.prefix(100)), doubts: doubts(application, regions: regions, today: today))
    }

    /// The catalogue's words for a finding; a service without that reason gives its first reason for a correction.
    private func defect(_ code: String, _ item: String) -> Defect? {
        let place = item.utf8.count <= 200 ? item : String(item.prefix { $0 != "/" })
        let named = service.reasons.first { $0.kind == .correction && $0.code.value == code }
        guard let reason = named ?? service.reasons.first(where: { $0.kind == .correction }) else { return nil }
        return service.defect(reason.code, at: place)
    }

    private func doubts(_ application: ApplicationPart, regions: Set<String>, today: CivilDate) -> [String] {
        guard application.identityKind == .nik, let digits = application.applicant(.nik) else { return [] }
        // A number that is not even well-formed is a defect already.
        guard let number = try? NationalID(digits, allowSynthetic: allowsSynthetic) else { return [] }
        return number.plausibility(
            regions: regions.isEmpty ? nil : regions,
            sex: application.applicant(.sex).flatMap(NationalID.Sex.init(rawValue:)),
            // A birth date that is no date is a defect already.
            birthDate: application.applicant(.birthDate).flatMap { try? CivilDate(parsing: $0) }, today: today
        ).map(\.rawValue)
    }
}

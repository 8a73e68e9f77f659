extension ServiceDefinition {
    /// Gathers what does not go together between the parts of a definition.
    func check(_ faults: inout FaultCollector) {
        checkPresentation(&faults)
        checkDocuments(&faults)
        checkAgencies(&faults)
        checkReasons(&faults)
    }

    private func checkPresentation(_ faults: inout FaultCollector) {
        var shown: Set<String> = []
        for (index, entry) in presentation.enumerated() {
            let pointer = "/presentation/\(index)"
            faults.require(shown.insert(entry.field).inserted, pointer + "/field", "unique", "must be shown once")
            guard let node = form.root.properties[entry.field] else {
                faults.add(pointer + "/field", "reference", "must be a member of the form")
                continue
            }
            let offered = entry.options.map(\.value)
            let allowed = node.allowed?.compactMap(\.string) ?? []
            faults.require(
                offered.isEmpty || Set(offered) == Set(allowed) && offered.count == allowed.count,
                pointer + "/options", "reference", "must name every value of the enumeration once")
        }
        for name in form.root.properties.keys.sorted() where !shown.contains(name) {
            faults.add("/presentation", "required", "must show the form's member \(name)")
        }
    }

    private func checkDocuments(_ faults: inout FaultCollector) {
        var kinds: Set<DocumentKind> = []
        for (index, document) in documents.enumerated() {
            faults.require(
                kinds.insert(document.kind).inserted, "/documents/\(index)/kind", "unique", "must be asked for once")
            if let condition = document.condition {
                let node = form.root.properties[condition.field]
                faults.require(
                    node != nil, "/documents/\(index)/when/field", "reference", "must be a member of the form")
                if let allowed = node?.allowed {
                    faults.require(
                        condition.values.allSatisfy(allowed.contains), "/documents/\(index)/when/in", "reference",
                        "must be values of the enumeration")
                }
            }
        }
    }

    private func checkAgencies(_ faults: inout FaultCollector) {
        let kinds = Set(documents.map(\.kind))
        var keys: Set<String> = []
        for (index, check) in checks.enumerated() {
            let pointer = "/checks/\(index)"
            faults.require(
                keys.insert(WireNames.routingKey(check.agency, check.check)).inserted, pointer, "unique",
                "must not ask an agency for a check twice")
            for (place, field) in check.fields.enumerated() {
                faults.require(
                    isKnown(field), "\(pointer)/fields/\(place)", "reference",
                    "must be a field of the applicant or the form")
            }
            for (place, kind) in check.documents.enumerated() {
                faults.require(
                    kinds.contains(kind), "\(pointer)/documents/\(place)", "reference",
                    "must be a document that is asked for")
            }
        }
    }

    private func isKnown(_ pointer: String) -> Bool {
        guard let tokens = JSONPointer.tokens(pointer), tokens.count >= 2 else { return false }
        if tokens[0] == "applicant" {
            return tokens.count == 2 && ApplicantField(rawValue: tokens[1]).map(applicant.fields.contains) == true
        }
        return form.node(at: String(pointer.dropFirst("/form".count))) != nil
    }

    private func checkReasons(_ faults: inout FaultCollector) {
        var codes: Set<ReasonCode> = []
        for (index, reason) in reasons.enumerated() {
            faults.require(
                codes.insert(reason.code).inserted, "/reasons/\(index)/code", "unique", "must be defined once")
        }
        for kind in ReasonDefinition.Kind.allCases {
            faults.require(
                reasons.contains { $0.kind == kind }, "/reasons", "required",
                "must hold a reason of kind \(kind.rawValue)")
        }
        let mismatch: ReasonDefinition.Kind = joinPolicy.onMismatch == .refuse ? .refusal : .correction
        if let code = joinPolicy.mismatchReason {
            faults.require(
                reason(code)?.kind == mismatch, "/joinPolicy/mismatchReason", "reference",
                "must be a reason of kind \(mismatch.rawValue)")
        }
        if let code = joinPolicy.notFoundReason {
            faults.require(
                reason(code)?.kind == .correction, "/joinPolicy/notFoundReason", "reference",
                "must be a reason of kind correction")
        }
    }

    /// The reason of a code; nil when the service has none.
    public func reason(_ code: ReasonCode) -> ReasonDefinition? { reasons.first { $0.code == code } }

    /// The check of an agency; nil when the service has none.
    public func check(_ agency: AgencyCode, _ check: CheckCode) -> CheckDefinition? {
        checks.first { $0.agency == agency && $0.check == check }
    }

    /// The requirement for a kind of document; nil when the service has none.
    public func document(_ kind: DocumentKind) -> DocumentRequirement? { documents.first { $0.kind == kind } }
}

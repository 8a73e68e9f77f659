package import Contracts
package import ServiceRuntime

/// Reads what an officer decides.
///
/// - Shape: `{"decision":"approve"}`, `{"decision":"refuse","reasons":["str-invalid"]}` or
///   `{"decision":"request-correction","defects":[{"item":"/documents/str","reason":"document-unreadable"}]}`. Reasons are
///   codes of the service's catalogue entry; a free text decides nothing.
package enum DecisionReader {
    /// Reads a body.
    ///
    /// - Throws: 422 with every fault.
    package static func read(
        _ body: JSONValue, of service: ServiceDefinition
    ) throws(Problem) -> OfficerDecision {
        guard let members = body.object else {
            throw .invalid([fault("", "type", "must be an object")])
        }
        var faults: [Problem.Fault] = []
        let allowed = ["approve": [], "refuse": ["reasons"], "request-correction": ["defects"]]
        let word = members["decision"]?.string ?? ""
        guard let expected = allowed[word] else {
            throw .invalid([
                fault("/decision", "value", "must be approve, refuse or request-correction")
            ])
        }
        for name in members.keys.sorted() where name != "decision" && !expected.contains(name) {
            faults.append(fault(JSONPointer.token(name), "unknown", "is not known here; reasons are codes"))
        }
        var decision = OfficerDecision.approve
        switch word {
        case "refuse": decision = .refuse(reasons(members["reasons"], service, &faults))
        case "request-correction": decision = .askCorrection(defects(members["defects"], service, &faults))
        default: break
        }
        guard faults.isEmpty else { throw .invalid(faults) }
        return decision
    }

    private static func reasons(
        _ value: JSONValue?, _ service: ServiceDefinition, _ faults: inout [Problem.Fault]
    ) -> [DecisionReason] {
        let values = value?.array ?? []
        if values.isEmpty || values.count > 50 {
            faults.append(fault("/reasons", "required", "must name 1 to 50 reasons of the catalogue by their codes"))
        }
        var codes: [ReasonCode] = []
        for (index, value) in values.enumerated() {
            guard let code = code(value), service.refusal([code]) != nil else {
                faults.append(fault("/reasons/\(index)", "reason", "must be the code of a refusal of the service"))
                continue
            }
            codes.append(code)
        }
        return service.refusal(codes) ?? []
    }

    private static func defects(
        _ value: JSONValue?, _ service: ServiceDefinition, _ faults: inout [Problem.Fault]
    ) -> [Defect] {
        let values = value?.array ?? []
        if values.isEmpty || values.count > 100 {
            faults.append(fault("/defects", "required", "must name 1 to 100 defects"))
        }
        var found: [Defect] = []
        for (index, value) in values.enumerated() {
            let item = value["item"]?.string ?? ""
            let isItem =
                (2...200).contains(item.utf8.count)
                && ["applicant", "documents", "form"].contains(JSONPointer.tokens(item)?.first ?? "")
            if !isItem {
                faults.append(
                    fault("/defects/\(index)/item", "pointer", "must be a JSON pointer such as /documents/str"))
            }
            guard let code = value["reason"].flatMap(code), let defect = service.defect(code, at: item) else {
                faults.append(
                    fault("/defects/\(index)/reason", "reason", "must be the code of a correction of the service"))
                continue
            }
            if !found.contains(defect) { found.append(defect) }
        }
        return found
    }

    private static func code(_ value: JSONValue) -> ReasonCode? {
        // Whatever is not a code is no reason.
        value.string.flatMap { try? ReasonCode($0) }
    }

    private static func fault(_ pointer: String, _ code: String, _ message: String) -> Problem.Fault {
        Problem.Fault(pointer: pointer, code: code, message: message)
    }
}

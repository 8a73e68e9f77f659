extension ApplicantRequirements {
    /// Checks what was given about the applicant.
    ///
    /// - Parameters:
    ///   - applicant: an object with the fields.
    ///   - kind: what the applicant is known by.
    ///   - allowSynthetic: whether numbers with the serial 0000 are taken; for tests only.
    /// - Returns: every fault, with a pointer into the object; empty when everything is right.
    public func validate(_ applicant: JSONValue, kind: IdentityKind, allowSynthetic: Bool) -> [Fault] {
        guard let members = applicant.object else {
            return [Fault(pointer: "", code: "type", message: "must be an object")]
        }
        var faults = FaultCollector()
        faults.require(
            identityKinds.contains(kind), "", "identity-kind", "must be an applicant known by what the service takes")
        var needed = required
        if kind == .nik { needed.append(.nik) }
        if kind == .temporary || kind == .passport { needed.append(.identityNumber) }
        let possible = Set(needed).union(optional)
        for field in needed where members[field.rawValue] == nil {
            faults.add("/" + field.rawValue, "required", "must be given")
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            let pointer = JSONPointer.token(name)
            guard let field = ApplicantField(rawValue: name), possible.contains(field) else {
                faults.add(pointer, "unknown", "is not asked for")
                continue
            }
            guard let text = value.string else {
                faults.add(pointer, "type", "must be a text")
                continue
            }
            ApplicantRequirements.check(field, text, allowSynthetic, pointer, &faults)
        }
        return faults.faults
    }

    private static func check(
        _ field: ApplicantField, _ text: String, _ allowSynthetic: Bool, _ pointer: String,
        _ faults: inout FaultCollector
    ) {
        switch field {
        case .nik:
            check(pointer, &faults) { () throws(ContractViolation) in
                _ = try NationalID(text, allowSynthetic: allowSynthetic)
            }
        case .phone: check(pointer, &faults) { () throws(ContractViolation) in _ = try PhoneNumber(text) }
        case .identityNumber: faults.length(text, 1...50, pointer)
        case .name, .birthPlace: faults.length(text, 1...200, pointer)
        case .address: faults.length(text, 1...500, pointer)
        case .birthDate: faults.require(TextFormat.date.matches(text), pointer, "format", TextFormat.date.expectation)
        case .email: faults.require(TextFormat.email.matches(text), pointer, "format", TextFormat.email.expectation)
        case .sex: faults.require(NationalID.Sex(rawValue: text) != nil, pointer, "enum", "must be female or male")
        }
        faults.require(
            text.unicodeScalars.allSatisfy { !$0.isControl || $0 == "\n" }, pointer,
            "control",
            "must not hold control characters")
    }

    private static func check(
        _ pointer: String, _ faults: inout FaultCollector, _ body: () throws(ContractViolation) -> Void
    ) {
        do throws(ContractViolation) {
            try body()
        } catch {
            faults.add(error.faults.map { $0.below(pointer) })
        }
    }
}

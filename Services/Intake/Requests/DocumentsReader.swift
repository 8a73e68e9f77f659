import Contracts

/// Reads which documents an application names.
enum DocumentsReader {
    /// Reads the list of `{"kind": …, "id": …}`, for an application that may have some kinds already.
    ///
    /// Gives back the documents that are right, and every fault with a pointer into the request.
    static func read(
        _ value: JSONValue?, of service: ServiceDefinition, form: JSONValue, having: Set<DocumentKind> = []
    ) -> (documents: [Filing.ChosenDocument], faults: [Fault]) {
        var faults = FaultCollector()
        guard let values = (value ?? .array([])).array, values.count <= 100 else {
            return (
                [], [Fault(pointer: "/documents", code: "type", message: "must be a list of at most 100 documents")]
            )
        }
        var documents: [Filing.ChosenDocument] = []
        var kinds: Set<DocumentKind> = []
        var ids: Set<DocumentID> = []
        for (index, value) in values.enumerated() {
            let pointer = "/documents/\(index)"
            let (requirement, id) = document(value, at: pointer, of: service, form: form, &faults)
            if let requirement {
                let isNew = kinds.insert(requirement.kind).inserted
                faults.require(isNew, pointer + "/kind", "unique", "must not be given twice")
            }
            if let id { faults.require(ids.insert(id).inserted, pointer + "/id", "unique", "must not be given twice") }
            if let requirement, let id {
                documents.append(Filing.ChosenDocument(id: id, requirement: requirement, pointer: pointer))
            }
        }
        for requirement in service.documents where requirement.isRequired(for: form) {
            faults.require(
                kinds.contains(requirement.kind) || having.contains(requirement.kind), "/documents",
                "document-required",
                "must hold a document of kind \(requirement.kind.value)")
        }
        return (documents, faults.faults)
    }

    private static func document(
        _ value: JSONValue, at pointer: String, of service: ServiceDefinition, form: JSONValue,
        _ faults: inout FaultCollector
    ) -> (requirement: DocumentRequirement?, id: DocumentID?) {
        guard let members = value.object else {
            faults.add(pointer, "type", "must be an object")
            return (nil, nil)
        }
        for name in members.keys.sorted() where name != "kind" && name != "id" {
            faults.add(pointer + JSONPointer.token(name), "unknown", "is not known here")
        }
        let kind: DocumentKind? = checked(members["kind"], pointer + "/kind", DocumentKind.init(_:), &faults)
        let id: DocumentID? = checked(members["id"], pointer + "/id", DocumentID.init(parsing:), &faults)
        guard let kind else { return (nil, id) }
        guard let requirement = service.document(kind), requirement.isAsked(for: form) else {
            faults.add(pointer + "/kind", "unknown", "is not asked for")
            return (nil, id)
        }
        return (requirement, id)
    }

    private static func checked<Value>(
        _ value: JSONValue?, _ pointer: String, _ make: (String) throws(ContractViolation) -> Value,
        _ faults: inout FaultCollector
    ) -> Value? {
        guard let value else {
            faults.add(pointer, "required", "must be given")
            return nil
        }
        guard let text = value.string else {
            faults.add(pointer, "type", "must be a text")
            return nil
        }
        do throws(ContractViolation) {
            return try make(text)
        } catch {
            faults.add(error.faults.map { $0.below(pointer) })
            return nil
        }
    }
}

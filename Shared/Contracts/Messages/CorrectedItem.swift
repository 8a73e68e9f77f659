/// One thing that the applicant mended.
public struct CorrectedItem: Codable, Hashable, Sendable {
    /// What, as a JSON pointer into the application: `/documents/str`, `/form/practiceName`.
    public var item: String
    /// The new document, when it is one.
    public var document: DocumentReference?

    /// Names a mended item.
    public init(item: String, document: DocumentReference? = nil) {
        self.item = item
        self.document = document
    }

    /// Checks pointer and document.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.item(item, pointer + "/item")
        document?.check(pointer + "/document", &faults)
    }
}

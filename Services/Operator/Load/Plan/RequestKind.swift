/// The kinds of requests that a run sends.
enum RequestKind: String, CaseIterable, Codable, Sendable {
    /// An application is filed.
    case submit
    /// An application's state is looked up.
    case status
    /// An application is sent again, byte for byte, under the same key.
    case duplicate
    /// An application is sent again under a new key.
    case sameContent = "same-content"
    /// Something that is no application is sent.
    case malformed
    /// A document is uploaded; on top of the rate, a few for each application.
    case document
    /// A requested correction is sent; on top of the rate, when the suite asks for it.
    case correction

    /// Whether an answer is the one that this kind has to get.
    func expects(_ status: Int) -> Bool {
        switch self {
        case .submit, .document: status == 201
        case .status, .duplicate: status == 200
        // An open application of the same person, or documents that are used: which of them is seen first depends on
        // how far the first application has come.
        case .sameContent: status == 409 || status == 422
        case .malformed: status == 400 || status == 422
        case .correction: status == 202
        }
    }
}

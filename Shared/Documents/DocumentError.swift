/// Why the document store could not do what was asked; safe to print.
package enum DocumentError: Error, Hashable, Sendable {
    /// The upload holds no byte; tell the sender.
    case empty
    /// The upload is longer than allowed; tell the sender.
    case tooLarge(limit: Int64)
    /// The content is none of the accepted types, whatever its name says; tell the sender.
    case unsupportedMediaType
    /// There is no document under this id.
    case notFound
    /// The file does not open under its key, was changed, cut short, or is another document's; an operator must look.
    case damaged
    /// The copy's bytes differ from what was promised; an operator must look.
    case hashMismatch
    /// The file was written under a key that is not at hand; an operator must bring the key back.
    case unknownKey(String)
    /// The keys are unusable; refuse the start.
    case invalidKeys(String)
    /// No space is left, or a quota is reached; answer 507 and try again later.
    case full
    /// The storage failed otherwise; try again later.
    case storage(operation: String, code: Int32)
}

extension DocumentError: CustomStringConvertible {
    /// One sentence without any value of a document.
    package var description: String {
        switch self {
        case .empty: "The document is empty."
        case .tooLarge(let limit): "The document is larger than \(limit) bytes."
        case .unsupportedMediaType: "The document is none of the accepted types."
        case .notFound: "There is no such document."
        case .damaged: "The stored document is damaged."
        case .hashMismatch: "The copied document differs from its recorded hash."
        case .unknownKey(let identifier): "The document key \(identifier) is missing."
        case .invalidKeys(let reason): "The document keys are unusable: \(reason)."
        case .full: "No space is left for documents."
        case .storage(let operation, let code): "The document storage failed to \(operation) (errno \(code))."
        }
    }
}

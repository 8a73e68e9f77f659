package import Contracts

/// What no two applications may share that are filed at the same time.
package enum FilingKey: Hashable, Sendable {
    /// The request itself.
    case request(RequestKey)
    /// The person and the service.
    case person(OpenPerson)
    /// A document.
    case document(DocumentID)
}

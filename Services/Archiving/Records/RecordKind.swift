/// What a record of the chain tells.
package enum RecordKind: String, CaseIterable, Sendable {
    /// An application was closed: its facts, the hashes of its content and of its documents.
    case closure
    /// A later fact about a closed application.
    case supplement
    /// The content of an earlier record was destroyed or handed over.
    case disposal
}

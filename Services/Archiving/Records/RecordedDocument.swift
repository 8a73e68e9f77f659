package import Contracts

/// A document (*berkas*) as a record names it.
package struct RecordedDocument: Sendable, Equatable {
    /// What the application said of it.
    package var reference: DocumentReference
    /// What archiving found.
    package var status: DocumentStatus

    /// Joins both.
    package init(reference: DocumentReference, status: DocumentStatus) {
        self.reference = reference
        self.status = status
    }
}

/// What came of copying one document into the archive.
package enum DocumentFinding: Sendable, Equatable {
    /// It is in the archive with the hash that the application named.
    case kept
    /// Intake's store does not have it.
    case missing
    /// Its content is not what the application named, or does not open.
    case altered
    /// A store could not be used; says nothing about the document.
    case unavailable(reason: String)
}

/// What archiving found when it copied a document.
package enum DocumentStatus: String, CaseIterable, Sendable {
    /// Copied, and its content has the hash that the application named.
    case kept
    /// Not there; recorded after waiting for it, or by an operator's word.
    case missing
    /// Its content has another hash than the application named; recorded by an operator's word only.
    case altered
}

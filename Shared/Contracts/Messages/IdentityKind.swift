/// What an applicant is known by (*jenis identitas*).
public enum IdentityKind: String, CaseIterable, Codable, Sendable {
    /// A resident's number.
    case nik
    /// A temporary number given by an office.
    case temporary
    /// A passport.
    case passport
    /// Nothing; only with an officer's assistance.
    case none
}

/// What a service may ask about the applicant (*pemohon*).
public enum ApplicantField: String, CaseIterable, Codable, Sendable {
    /// The resident's number, when the applicant is known by one.
    case nik
    /// The number of another identity, when the applicant is known by one.
    case identityNumber
    /// The full name.
    case name
    /// Where the applicant was born.
    case birthPlace
    /// When the applicant was born.
    case birthDate
    /// `female` or `male`.
    case sex
    /// Where the applicant lives.
    case address
    /// The telephone number, `+62…`.
    case phone
    /// The e-mail address.
    case email
}

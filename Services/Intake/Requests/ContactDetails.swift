package import Contracts

/// Where the applicant is reached; sealed for notification, never kept in clear.
///
/// - Shape: ``ContactPart`` with `"language": "id"` and `"channels": ["email"]` beside it; absent members are left out.
package struct ContactDetails: Codable, Sendable, Equatable {
    /// How the applicant is addressed.
    package var name: String
    /// The e-mail address.
    package var email: String?
    /// The mobile number as `+62…`.
    package var phone: String?
    /// The language of notices.
    package var language: Language
    /// The ways that notices take, in the applicant's order.
    package var channels: [NoticeChannel]

    /// Collects the fields.
    package init(name: String, email: String?, phone: String?, language: Language, channels: [NoticeChannel]) {
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.channels = channels
    }
}

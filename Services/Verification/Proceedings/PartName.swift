import Sealing

/// The sealed parts' names as they stand in tables.
enum PartName {
    /// The applicant and the form.
    static let application = SealedPartName.application.rawValue
    /// Where the applicant is reached.
    static let contact = SealedPartName.contact.rawValue
    /// The audience for which this service wraps the keys of what it keeps.
    static let own = "verification"
}

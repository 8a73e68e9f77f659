/// The two sealed parts of an application's messages.
package enum SealedPartName: String, Sendable, CaseIterable {
    /// The applicant and the form; read by verification and archiving.
    case application
    /// Where the applicant is reached; read by notification.
    case contact
}

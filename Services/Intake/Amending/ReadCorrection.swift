package import Contracts

/// A correction that is right as far as request and application tell.
package struct ReadCorrection: Sendable {
    /// The round that it answers.
    package let round: Int
    /// What was mended, as JSON pointers into the application.
    package let items: [String]
    /// The fields of the applicant after it; nil when none was mended.
    package let applicant: [String: JSONValue]?
    /// The form after it; nil when nothing in it was mended.
    package let form: JSONValue?
    /// The new documents, each in place of the one of its kind.
    package let documents: [Filing.ChosenDocument]
    /// Where the applicant is reached from now on; nil when that stays.
    package let contact: ContactDetails?
    /// The resident's number after it, when the applicant is known by one and fields were mended.
    package let nationalID: NationalID?
}

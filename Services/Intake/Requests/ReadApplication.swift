package import Contracts

/// An application that is right as far as the request alone tells.
package struct ReadApplication: Sendable {
    /// Where it is filed.
    package let region: RegionCode
    /// For what.
    package let service: ServiceDefinition
    /// What the applicant is known by.
    package let identityKind: IdentityKind
    /// The resident's number, when the applicant is known by one.
    package let nationalID: NationalID?
    /// The fields of the applicant.
    package let applicant: [String: JSONValue]
    /// The filled form.
    package let form: JSONValue
    /// The statements that were made.
    package let consent: Consent
    /// The documents named.
    package let documents: [Filing.ChosenDocument]
    /// Where the applicant is reached.
    package let contact: ContactDetails

    /// What is sealed for verification and archiving.
    ///
    /// - Shape: ``ApplicationPart`` with the statements beside it.
    package var sealedApplication: JSONValue {
        .object([
            "identityKind": .string(identityKind.rawValue), "applicant": .object(applicant), "form": form,
            "consent": [
                "statementOfTruth": .bool(consent.statementOfTruth), "dataProcessing": .bool(consent.dataProcessing),
            ],
        ])
    }

    /// The statements without which no application is taken.
    package struct Consent: Sendable, Equatable {
        /// That everything told is true (*pernyataan kebenaran data*).
        package let statementOfTruth: Bool
        /// That the data may be processed for this application (*persetujuan pemrosesan data pribadi*).
        package let dataProcessing: Bool
    }
}

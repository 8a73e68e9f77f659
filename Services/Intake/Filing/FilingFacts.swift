package import Contracts

/// What the database knows about the applications of a group.
package struct FilingFacts: Sendable {
    /// An application under the same request key.
    package struct Earlier: Sendable, Equatable {
        /// Where it is filed.
        package let region: RegionCode
        /// The application.
        package let submission: SubmissionID
        /// SHA-256 of its body; nil once it is erased.
        package let bodyHash: [UInt8]?

        /// Makes a fact.
        package init(region: RegionCode, submission: SubmissionID, bodyHash: [UInt8]?) {
            self.region = region
            self.submission = submission
            self.bodyHash = bodyHash
        }
    }

    /// An open application of the same person for the same service.
    package struct Open: Sendable, Equatable {
        /// Its number.
        package let number: String
        /// Who filed it.
        package let subject: String

        /// Makes a fact.
        package init(number: String, subject: String) {
            self.number = number
            self.subject = subject
        }
    }

    /// An upload that may still be used.
    package struct Upload: Sendable, Equatable {
        /// Who uploaded it.
        package let subject: String
        /// The type found in the content.
        package let mediaType: String
        /// The size of the content.
        package let sizeBytes: Int64
        /// SHA-256 of the content.
        package let sha256: String

        /// Makes a fact.
        package init(subject: String, mediaType: String, sizeBytes: Int64, sha256: String) {
            self.subject = subject
            self.mediaType = mediaType
            self.sizeBytes = sizeBytes
            self.sha256 = sha256
        }
    }

    /// By request key.
    package var earlier: [RequestKey: Earlier] = [:]
    /// By person and service.
    package var open: [OpenPerson: Open] = [:]
    /// By document.
    package var uploads: [DocumentID: Upload] = [:]

    /// Knows nothing.
    package init() {}
}

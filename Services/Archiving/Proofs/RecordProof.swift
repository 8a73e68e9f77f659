package import Contracts

/// What anybody needs to see for themselves that a record stands in the chain; no personal data.
///
/// - Shape: SHA-256 of `canonicalForm` is `hash`; `previousHash` stands in it and is the `hash` of the record before.
package struct RecordProof: Codable, Sendable, Equatable {
    /// One record of an application.
    package struct Entry: Codable, Sendable, Equatable {
        /// The record.
        package let recordId: RecordID
        /// What it tells: `closure`, `supplement` or `disposal`.
        package let kind: String
        /// Its place in the region's chain.
        package let chainIndex: Int64
        /// Its hash.
        package let hash: String
        /// The hash of the record before it.
        package let previousHash: String?
        /// When it was written.
        package let archivedAt: Timestamp
        /// The bytes that are hashed, as text.
        package let canonicalForm: String
        /// Whether the hash is that of the canonical form at this moment.
        package let isIntact: Bool
    }

    /// The number that the citizen holds.
    package let number: SubmissionNumber
    /// The region.
    package let region: RegionCode
    /// The application's records, in the order of the chain.
    package let records: [Entry]
    /// How long the region's chain is.
    package let chainLength: Int64
}

extension RecordProof.Entry {
    /// The proof of one link.
    init(_ link: ChainLink) {
        recordId = link.facts.recordID
        kind = link.facts.kind.rawValue
        chainIndex = link.chainIndex
        hash = Hexadecimal.text(link.hash)
        previousHash = link.previousHash.map(Hexadecimal.text)
        archivedAt = link.facts.archivedAt
        canonicalForm = String(decoding: link.canonicalForm.bytes, as: UTF8.self)
        isIntact = link.computedHash == link.hash
    }
}

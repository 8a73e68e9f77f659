package import Contracts

/// Where the record of an application stands in the archive's chain.
package struct RecordProof: Codable, Sendable, Equatable {
    /// The record.
    package let recordID: RecordID
    /// Its place in the region's chain.
    package let chainIndex: Int64
    /// Its hash.
    package let hash: String
    /// When it was kept or disposed of.
    package let at: Timestamp
    /// What became of its content; nil while it is kept.
    package let disposal: RecordDisposed.Action?

    private enum CodingKeys: String, CodingKey {
        case recordID = "recordId"
        case chainIndex, hash, at, disposal
    }

    /// A record that is kept.
    package init(_ archived: RecordArchived) {
        recordID = archived.recordID
        chainIndex = archived.chainIndex
        hash = archived.hash
        at = archived.archivedAt
        disposal = nil
    }

    /// A record whose content is gone.
    package init(_ disposed: RecordDisposed) {
        recordID = disposed.recordID
        chainIndex = disposed.chainIndex
        hash = disposed.hash
        at = disposed.disposedAt
        disposal = disposed.action
    }
}

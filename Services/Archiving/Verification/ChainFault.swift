package import Contracts

/// The first thing wrong in a region's chain.
package struct ChainFault: Sendable, Equatable, CustomStringConvertible {
    /// What can be wrong.
    package enum What: Sendable, Equatable {
        /// No record has this place.
        case missingRecord
        /// The record does not have the hash that its own facts have.
        case alteredRecord
        /// The record is intact but does not follow the one before it.
        case brokenLink
        /// The chain ends before the place that was told when it was written.
        case shortenedChain
        /// The last record is not the one that was told when it was written.
        case alteredHead
        /// The sealed application is gone, and no disposal says so.
        case missingApplication
        /// The sealed application has another hash.
        case alteredApplication
        /// The history is gone, and no disposal says so.
        case missingHistory
        /// The history has another hash.
        case alteredHistory
        /// The archive has no copy of a document that it kept.
        case missingDocument(DocumentID)
        /// The copy of a document has another content.
        case alteredDocument(DocumentID)
        /// The record's columns cannot be read as a record at all.
        case unreadableRecord
    }

    /// The region.
    package let region: RegionCode
    /// The place in its chain.
    package let chainIndex: Int64
    /// The record there, where one is.
    package let recordID: RecordID?
    /// What is wrong.
    package let what: What

    /// Names a fault.
    package init(region: RegionCode, chainIndex: Int64, recordID: RecordID?, what: What) {
        self.region = region
        self.chainIndex = chainIndex
        self.recordID = recordID
        self.what = what
    }

    /// A stable word for machines.
    package var code: String {
        switch what {
        case .missingRecord: "missing-record"
        case .alteredRecord: "altered-record"
        case .brokenLink: "broken-link"
        case .shortenedChain: "shortened-chain"
        case .alteredHead: "altered-head"
        case .missingApplication: "missing-application"
        case .alteredApplication: "altered-application"
        case .missingHistory: "missing-history"
        case .alteredHistory: "altered-history"
        case .missingDocument: "missing-document"
        case .alteredDocument: "altered-document"
        case .unreadableRecord: "unreadable-record"
        }
    }

    /// The document that it is about.
    package var document: DocumentID? {
        switch what {
        case .missingDocument(let id), .alteredDocument(let id): id
        default: nil
        }
    }

    /// Region, place and fault on one line.
    package var description: String {
        var text = "region \(region.dotted), record \(chainIndex)"
        if let recordID { text += " (\(recordID))" }
        text += ": \(code)"
        if let document { text += " \(document)" }
        return text
    }
}

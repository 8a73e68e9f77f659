import Contracts
import Crypto

/// A record at its place in a region's chain.
package struct ChainLink: Sendable, Equatable {
    /// The place, from 1.
    package var chainIndex: Int64
    /// The hash of the record before it; nil for the first.
    package var previousHash: [UInt8]?
    /// What the record states.
    package var facts: RecordFacts
    /// SHA-256 of the canonical form.
    package var hash: [UInt8]

    /// Takes up a link as a row keeps it, whether it is intact or not.
    package init(chainIndex: Int64, previousHash: [UInt8]?, facts: RecordFacts, hash: [UInt8]) {
        self.chainIndex = chainIndex
        self.previousHash = previousHash
        self.facts = facts
        self.hash = hash
    }

    /// Puts facts at the end of a chain.
    package init(_ facts: RecordFacts, after head: ChainHead?) {
        self.init(
            chainIndex: (head?.chainIndex ?? 0) + 1, previousHash: head?.hash, facts: facts, hash: [])
        hash = computedHash
    }

    /// The hash that the stated facts have at this place.
    package var computedHash: [UInt8] { Array(SHA256.hash(data: canonicalForm.bytes)) }

    /// The head of a chain that ends here.
    package var head: ChainHead { ChainHead(chainIndex: chainIndex, hash: hash) }

    /// The bytes that are hashed.
    package var canonicalForm: CanonicalForm {
        var form = CanonicalForm(title: "mpp-record-1")
        form.add("region", facts.region.digits)
        form.add("chain-index", String(chainIndex))
        form.add("previous-hash", previousHash.map(Hexadecimal.text))
        form.add("record-id", facts.recordID.description)
        form.add("kind", facts.kind.rawValue)
        form.add("supplements", facts.supplements?.description)
        form.add("note", facts.note)
        form.add("submission-id", facts.submissionID.description)
        form.add("number", facts.number.value)
        form.add("event", facts.event.value)
        form.add("service", facts.service.code.value)
        form.add("service-version", String(facts.service.version))
        form.add("state", facts.state.rawValue)
        form.add("permit-number", facts.permitNumber)
        form.add("received-at", facts.receivedAt.rfc3339)
        form.add("closed-at", facts.closedAt.rfc3339)
        form.add("correction-rounds", String(facts.correctionRounds))
        form.add("retention-classification", facts.retention.classification)
        form.add("retention-start", facts.retention.start.rawValue)
        form.add("retention-active-years", String(facts.retention.activeYears))
        form.add("retention-inactive-years", String(facts.retention.inactiveYears))
        form.add("retention-disposition", facts.retention.disposition.rawValue)
        form.add("retention-basis", facts.retention.basis)
        form.add("disposal-not-before", facts.disposalNotBefore?.description)
        form.add("application-sha256", facts.applicationHash.map(Hexadecimal.text))
        form.add("history-sha256", facts.historyHash.map(Hexadecimal.text))
        form.add("archived-at", facts.archivedAt.rfc3339)
        form.add("documents", String(facts.documents.count))
        for document in facts.documents {
            form.add("document-id", document.reference.id.description)
            form.add("document-kind", document.reference.kind.value)
            form.add("document-media-type", document.reference.mediaType)
            form.add("document-size-bytes", String(document.reference.sizeBytes))
            form.add("document-sha256", document.reference.sha256)
            form.add("document-status", document.status.rawValue)
        }
        return form
    }
}

package import Contracts

/// Walks a region's chain from its first record and notices the first one that is not as it was written; pure.
package struct ChainWalk: Sendable {
    /// The region.
    package let region: RegionCode
    /// The last intact record.
    package private(set) var head: ChainHead?

    /// Stands before the first record, or after one that is known to be intact.
    package init(region: RegionCode, after head: ChainHead? = nil) {
        self.region = region
        self.head = head
    }

    /// The place that comes next.
    package var nextIndex: Int64 { (head?.chainIndex ?? 0) + 1 }

    /// Takes the next record in the order of the places.
    ///
    /// - Returns: what is wrong with it or before it; nil when the chain is intact up to it.
    package mutating func on(_ link: ChainLink) -> ChainFault? {
        guard link.chainIndex == nextIndex else {
            return ChainFault(region: region, chainIndex: nextIndex, recordID: nil, what: .missingRecord)
        }
        let what: ChainFault.What?
        if link.facts.region != region || link.computedHash != link.hash {
            what = .alteredRecord
        } else if link.previousHash != head?.hash {
            what = .brokenLink
        } else {
            what = nil
        }
        if let what {
            return ChainFault(
                region: region, chainIndex: link.chainIndex, recordID: link.facts.recordID, what: what)
        }
        head = link.head
        return nil
    }

    /// Compares the end with the head that was told when the last record was written.
    package func end(told: ChainHead?) -> ChainFault? {
        guard let told else {
            // Records without a head: the head's row is gone.
            return head.map {
                ChainFault(region: region, chainIndex: $0.chainIndex, recordID: nil, what: .alteredHead)
            }
        }
        if (head?.chainIndex ?? 0) < told.chainIndex {
            return ChainFault(region: region, chainIndex: nextIndex, recordID: nil, what: .shortenedChain)
        }
        if head != told {
            return ChainFault(region: region, chainIndex: told.chainIndex, recordID: nil, what: .alteredHead)
        }
        return nil
    }
}

package import Contracts

/// What a walk through one region's chain came to.
package struct ChainVerdict: Sendable, Equatable {
    /// The region.
    package let region: RegionCode
    /// Records that are as they were written, from the first one on.
    package internal(set) var records: Int64 = 0
    /// Documents whose copies were read and found right.
    package internal(set) var documents: Int64 = 0
    /// Records whose content was disposed of according to the chain.
    package internal(set) var disposed: Int64 = 0
    /// The last intact record; what another party may keep to notice a later change.
    package internal(set) var head: ChainHead?
    /// The first fault; nil when there is none.
    package internal(set) var fault: ChainFault?
}

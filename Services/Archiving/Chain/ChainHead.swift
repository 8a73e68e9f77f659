/// The last record of a region's chain.
package struct ChainHead: Sendable, Equatable {
    /// Its place, from 1.
    package var chainIndex: Int64
    /// Its hash.
    package var hash: [UInt8]

    /// Names a record.
    package init(chainIndex: Int64, hash: [UInt8]) {
        self.chainIndex = chainIndex
        self.hash = hash
    }
}

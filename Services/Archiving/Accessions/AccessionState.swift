/// Where a closed application stands on its way into the archive.
package enum AccessionState: String, CaseIterable, Sendable {
    /// Its documents are being copied, or waited for; moved on by the archivist.
    case collecting
    /// A document is not what the application named; tried again, and moved on when it is put right or when an operator
    /// has the finding recorded.
    case blocked
    /// Its record stands in the chain.
    case archived
}

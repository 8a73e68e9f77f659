package import Contracts

/// What verification does with sealed data; the key ring stands behind it.
package struct Seals: Sendable {
    /// Opens the application part as it came.
    package let open: @Sendable (_ part: SealedPart, _ submission: SubmissionID) throws -> [UInt8]
    /// Wraps the application part's key for this service's own storage.
    package let rewrap:
        @Sendable (_ part: SealedPart, _ submission: SubmissionID) throws -> (kid: String, wrappedKey: String)
    /// Opens the application part with the key that `rewrap` made, which stands in the part.
    package let reopen: @Sendable (_ part: SealedPart, _ submission: SubmissionID) throws -> [UInt8]
    /// Protects bytes that only this service reads, bound to a context.
    package let protect: @Sendable (_ bytes: [UInt8], _ context: String) throws -> [UInt8]
    /// Opens what `protect` made with the same context.
    package let unprotect: @Sendable (_ protected: [UInt8], _ context: String) throws -> [UInt8]

    /// Makes seals of their functions.
    package init(
        open: @escaping @Sendable (_ part: SealedPart, _ submission: SubmissionID) throws -> [UInt8],
        rewrap:
            @escaping @Sendable (_ part: SealedPart, _ submission: SubmissionID) throws -> (
                kid: String, wrappedKey: String
            ),
        reopen: @escaping @Sendable (_ part: SealedPart, _ submission: SubmissionID) throws -> [UInt8],
        protect: @escaping @Sendable (_ bytes: [UInt8], _ context: String) throws -> [UInt8],
        unprotect: @escaping @Sendable (_ protected: [UInt8], _ context: String) throws -> [UInt8]
    ) {
        self.open = open
        self.rewrap = rewrap
        self.reopen = reopen
        self.protect = protect
        self.unprotect = unprotect
    }
}

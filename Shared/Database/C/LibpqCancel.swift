import CPostgres

/// The one owner of what is needed to cancel a statement from another thread.
@safe struct LibpqCancel: ~Copyable, @unchecked Sendable {
    // Sound because: libpq copies the address and key into it, and allows its use from any thread.
    private let raw: OpaquePointer

    /// Takes it over.
    init(owning raw: OpaquePointer) { unsafe self.raw = raw }

    deinit { unsafe PQfreeCancel(raw) }

    /// Asks the server to cancel, and tells whether it has passed the request on.
    ///
    /// - Isolation: blocks until then, so only for a thread of its own.
    /// - Source: PostgreSQL 15 manual, 34.7 `PQcancel`.
    consuming func cancel() -> Bool {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            unsafe PQcancel(raw, text.baseAddress, 256) == 1
        }
    }
}

/// How a service protects the bodies that wait in its `deferred` and `parked` tables.
///
/// A message that cannot be read may hold anything, so every waiting body is encrypted with a storage key of the service.
package struct BodyProtection: Sendable {
    /// Encrypts a body; the context binds it to its consumer and message.
    package let protect: @Sendable (_ body: [UInt8], _ context: String) throws -> [UInt8]
    /// Opens what `protect` made with the same context.
    package let open: @Sendable (_ protected: [UInt8], _ context: String) throws -> [UInt8]

    /// Makes a protection of its two functions.
    package init(
        protect: @escaping @Sendable (_ body: [UInt8], _ context: String) throws -> [UInt8],
        open: @escaping @Sendable (_ protected: [UInt8], _ context: String) throws -> [UInt8]
    ) {
        self.protect = protect
        self.open = open
    }
}

/// The body of one type of message.
public protocol MessageBody: Codable, Sendable {
    /// The type on the wire.
    static var type: MessageType { get }
    /// Checks what the types of the fields cannot say.
    ///
    /// - Throws: `ContractViolation` with every fault.
    func validate() throws(ContractViolation)
}

/// One thing wrong with a document, and where.
///
/// - Shape: `pointer` is an RFC 6901 JSON pointer (empty for the whole document), `code` a stable kebab-case word for
///   machines, `message` an English sentence for people. None of them ever holds a value out of the document.
public struct Fault: Hashable, Codable, Sendable, CustomStringConvertible {
    /// Where the fault is, as an RFC 6901 JSON pointer.
    public let pointer: String
    /// What kind of fault it is, in kebab-case.
    public let code: String
    /// What is expected, as an English sentence without the offending value.
    public let message: String

    /// Describes one fault.
    public init(pointer: String, code: String, message: String) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }

    /// Pointer, code and message on one line.
    public var description: String { "\(pointer.isEmpty ? "/" : pointer): \(code): \(message)" }

    /// The same fault below `prefix`.
    public func below(_ prefix: String) -> Fault { Fault(pointer: prefix + pointer, code: code, message: message) }
}

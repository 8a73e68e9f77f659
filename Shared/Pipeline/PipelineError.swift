/// What goes wrong inside the engine itself, not in a server and not in a message.
package struct PipelineError: Error, Sendable, CustomStringConvertible {
    /// The kinds of fault.
    package enum Code: String, Sendable {
        /// A statement whose id is not a UUID; own messages always have one.
        case foreignMessageID = "foreign-message-id"
        /// The owner of a confidential statement could not rebuild its body.
        case notRebuilt = "not-rebuilt"
        /// A row of the engine's tables could not be read back.
        case unreadableRow = "unreadable-row"
    }

    /// The kind of fault.
    package let code: Code
    /// A type, consumer or message id; never a value of a message.
    package let detail: String

    /// The fault in a line.
    package var description: String { "pipeline: \(code.rawValue): \(detail)" }
}

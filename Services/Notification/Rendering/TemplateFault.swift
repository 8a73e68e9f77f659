/// Something wrong with a template; printed at start, where it stops the service.
package struct TemplateFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, or the folder.
    package let file: String
    /// What is wrong and what is expected.
    package let message: String

    /// Describes a fault.
    package init(file: String, message: String) {
        self.file = file
        self.message = message
    }

    /// File and message on one line.
    package var description: String { "\(file): \(message)" }
}

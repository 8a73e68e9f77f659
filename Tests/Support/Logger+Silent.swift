package import Logging

extension Logger {
    /// A logger that says nothing, for tests that make errors on purpose.
    package static var silent: Logger { Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() } }
}

import Broker
import Database
import ServiceRuntime

/// A command's end other than success, with what to do about it.
struct CommandFailure: Error, Sendable {
    let code: ExitCode
    let message: String

    /// A fault found, or a goal not reached.
    static func fault(_ message: String) -> CommandFailure { CommandFailure(code: .fault, message: message) }
    /// Something asked for that cannot be.
    static func usage(_ message: String) -> CommandFailure { CommandFailure(code: .usage, message: message) }
    /// Something is missing from the settings.
    static func configuration(_ message: String) -> CommandFailure {
        CommandFailure(code: .configuration, message: message)
    }
    /// A server that does not answer.
    static func unavailable(_ message: String) -> CommandFailure {
        CommandFailure(code: .unavailable, message: message)
    }

    private init(code: ExitCode, message: String) {
        self.code = code
        self.message = message
    }

    /// What a server's error means for a command; nil for any other error.
    init?(known error: any Error) {
        switch error {
        case let error as DatabaseError:
            self.init(
                code: error.sqlState == nil ? .unavailable : .fault,
                message: "PostgreSQL: \(error). Check that it runs and that the database URL is right.")
        case let error as BrokerError:
            self.init(
                code: error.replyCode == nil ? .unavailable : .fault,
                message: "RabbitMQ: \(error). Check that it runs and that the broker URL is right.")
        default:
            return nil
        }
    }
}

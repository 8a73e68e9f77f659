/// What a worker can tell apart when it cannot answer.
public enum WorkerError: Error, Sendable, CustomStringConvertible {
    /// A document could not be had.
    case document(String)
    /// The broker did not take a message.
    case broker(String)

    /// The reason, without any value of the application.
    public var description: String {
        switch self {
        case .document(let reason): "document: \(reason)"
        case .broker(let reason): "broker: \(reason)"
        }
    }
}

extension WorkerError {
    /// Whether the broker, and not the check, is the cause.
    var isOfTheBroker: Bool {
        if case .broker = self { true } else { false }
    }
}

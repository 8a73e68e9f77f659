import Synchronization

/// Connects on a thread of its own, since looking up names and logging in block.
///
/// One attempt at a time; the result waits until it is taken, and is closed again if nobody takes it.
final class Connector: Sendable {
    private let result = Mutex<Result<AMQPHandle, BrokerError>?>(nil)
    private let isRunning = Mutex(false)
    private let settings: BrokerSettings
    private let finished: @Sendable () -> Void

    /// Makes a connector that calls `finished` after each attempt, on the attempt's thread.
    init(settings: BrokerSettings, finished: @escaping @Sendable () -> Void) {
        self.settings = settings
        self.finished = finished
    }

    /// Starts an attempt, unless one is under way: tries the hosts in turn, beginning with the given one.
    func start(firstHost: Int) {
        let isNew = isRunning.withLock { running in
            defer { running = true }
            return !running
        }
        guard isNew else { return }
        let hasThread = SystemThread.start("broker-connect") { [self] in
            deliver(attempt(firstHost: firstHost))
        }
        if !hasThread {
            deliver(.failure(.library(.unreachable, "the system gives no further thread", "connect")))
        }
    }

    private func deliver(_ outcome: consuming Result<AMQPHandle, BrokerError>) {
        let box = Mutex<Result<AMQPHandle, BrokerError>?>(outcome)
        result.withLock { result in
            result = box.withLock { $0.take() }
        }
        isRunning.withLock { $0 = false }
        finished()
    }

    /// Takes the result of the attempt that is over; nil if there is none.
    func take() -> Result<AMQPHandle, BrokerError>? {
        result.withLock { $0.take() }
    }

    private func attempt(firstHost: Int) -> Result<AMQPHandle, BrokerError> {
        let addresses = settings.addresses
        var errors: [BrokerError] = []
        for offset in addresses.indices {
            let address = addresses[(firstHost + offset) % addresses.count]
            do throws(BrokerError) {
                return .success(try AMQPHandle(connectingTo: address, settings: settings))
            } catch {
                errors.append(error)
            }
        }
        return .failure(Self.summary(errors))
    }

    /// One error for all hosts: the one that says most, with the words of all.
    static func summary(_ errors: [BrokerError]) -> BrokerError {
        guard let first = errors.first else {
            return BrokerError(.configuration, "no host to connect to", operation: "connect")
        }
        guard errors.count > 1 else { return first }
        // What a broker says itself tells more than that another does not answer.
        let telling = errors.first { $0.replyCode != nil } ?? errors.first { $0.code != .unreachable } ?? first
        return BrokerError(
            telling.code, errors.map(\.replyText).joined(separator: "; "), operation: telling.operation,
            replyCode: telling.replyCode, disposition: telling.disposition)
    }
}

import Foundation
import Synchronization

/// Hands mails to one server, a few at a time, each over a connection that is kept for the next.
///
/// - Isolation: may be used from anywhere at once; libcurl waits on threads of its own.
package final class SMTPClient: Sendable {
    /// A handle and its connection; the queue below lets at most one thread at a time have it.
    private final class Connection: Sendable {
        let handle: Mutex<CurlHandle>

        init?() {
            guard let handle = CurlHandle() else { return nil }
            self.handle = Mutex(handle)
        }
    }

    private let settings: SMTPSettings
    private let idle = Mutex<[Connection]>([])
    private let queue: OperationQueue

    /// Nothing is connected before the first mail.
    package init(settings: SMTPSettings) {
        self.settings = settings
        queue = OperationQueue()
        queue.name = "mail"
        queue.maxConcurrentOperationCount = max(1, settings.connections)
    }

    /// Hands a message over; when this returns the server has taken it.
    ///
    /// - Throws: `MailError`; with `mayHaveBeenTaken` the same message must go out again only under the same
    ///   Message-ID, and counts as uncertain.
    /// - Isolation: does not end early when the task is cancelled, since that would leave the outcome unknown; bounded
    ///   by the settings' total timeout.
    package func send(_ message: MailMessage) async throws(MailError) {
        let body = MessageRenderer.render(message)
        let outcome = await withCheckedContinuation { continuation in
            queue.addOperation { [self] in
                continuation.resume(returning: handOver(body, message))
            }
        }
        if let error = outcome.error { throw error }
    }

    private func handOver(_ body: [UInt8], _ message: MailMessage) -> SMTPOutcome {
        if let kept = idle.withLock({ $0.popLast() }) {
            let outcome = handOver(body, message, over: kept)
            // A connection that ended while it was idle says nothing about the server: a new one, once.
            if outcome.error?.code != .connectionLost || outcome.drained { return outcome }
        }
        guard let new = Connection() else { return SMTPOutcome(result: 2) }  // CURLE_FAILED_INIT
        return handOver(body, message, over: new)
    }

    private func handOver(_ body: [UInt8], _ message: MailMessage, over connection: Connection) -> SMTPOutcome {
        let outcome = connection.handle.withLock {
            $0.send(body, from: message.from.value, to: message.to.value, settings: settings)
        }
        // After a failure the connection's state is anybody's guess, so it ends here.
        if outcome.result == 0 { idle.withLock { $0.append(connection) } }
        return outcome
    }
}

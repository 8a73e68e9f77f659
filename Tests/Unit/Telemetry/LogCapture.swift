import Foundation
import Synchronization
import Telemetry

/// Keeps log lines for a test.
final class LogCapture: Sendable {
    private let captured = Mutex<[String]>([])

    /// The lines so far, each with its newline.
    var lines: [String] { captured.withLock { $0 } }

    /// An output into this capture.
    var output: LogOutput {
        LogOutput { [self] line in captured.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    }
}

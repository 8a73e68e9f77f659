import Foundation
import Synchronization

/// Where log lines go.
package final class LogOutput: Sendable {
    private let lock = Mutex(())
    private let sink: @Sendable ([UInt8]) -> Void

    /// An output into a closure, which is called for one line at a time.
    package init(_ sink: @escaping @Sendable ([UInt8]) -> Void) {
        self.sink = sink
    }

    /// The standard error of the process.
    package static let standardError = LogOutput(file: .standardError)

    /// The standard output of the process.
    package static let standardOutput = LogOutput(file: .standardOutput)

    private convenience init(file: FileHandle) {
        self.init { line in
            // `try?`: when the log itself cannot be written there is no place left to say so.
            try? file.write(contentsOf: Data(line))
        }
    }

    /// Writes one whole line.
    func write(_ line: [UInt8]) {
        lock.withLock { _ in sink(line) }
    }
}

import Foundation
import Testing

/// Another program, spoken to by lines; waiting for it blocks no thread of the tests.
final class HelperProcess: Sendable {
    private let process: Process
    private let input = Pipe()
    private let lines: AsyncStream<String>

    /// Starts a program found by its name.
    init(_ command: [String], in folder: URL? = nil) throws {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        if let folder { process.currentDirectoryURL = folder }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let (lines, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(10_000))
        self.lines = lines
        let handle = output.fileHandleForReading
        Thread.detachNewThread {
            var rest: [UInt8] = []
            while true {
                let more = handle.availableData
                if more.isEmpty { break }
                rest += more
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeFirst(end + 1)
                }
            }
            continuation.finish()
        }
        try process.run()
        self.process = process
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// The next line it prints; nothing when it has ended.
    func line() async -> String {
        for await line in lines { return line }
        return ""
    }

    /// Writes a line to it.
    func write(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
    }

    // What a program starts must not inherit what Foundation watches the program by, nor the signals that threads of
    // the cooperative pool block: a server would not end on SIGTERM.
    private static let runner = """
        import signal, subprocess, sys
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        print("exit", done.returncode, flush=True)
        """

    /// Runs a program to its end and gives its lines; it must end well.
    @discardableResult
    static func run(_ command: [String], in folder: URL? = nil) async throws -> [String] {
        let helper = try HelperProcess(["python3", "-c", runner] + command, in: folder)
        var lines: [String] = []
        for await line in helper.lines {
            if line.hasPrefix("exit ") {
                try #require(line == "exit 0", "\(command.joined(separator: " ")): \(lines.suffix(5))")
                return lines
            }
            lines.append(line)
        }
        Issue.record("\(command[0]) did not end")
        return lines
    }
}

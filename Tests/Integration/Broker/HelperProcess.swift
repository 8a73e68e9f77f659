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

    /// All lines it still prints.
    func remainingLines() async -> [String] {
        var all: [String] = []
        for await line in lines { all.append(line) }
        return all
    }

    /// Writes a line to it.
    func write(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
    }

    /// Runs a program to its end and gives its lines; it must end well.
    @discardableResult
    static func run(_ command: [String], in folder: URL? = nil) async throws -> [String] {
        let helper = try HelperProcess(command, in: folder)
        let lines = await helper.remainingLines()
        try await eventually("\(command[0]) ended") { !helper.process.isRunning }
        try #require(helper.process.terminationStatus == 0, "\(command.joined(separator: " "))")
        return lines
    }
}

package import Contracts
import Dispatch
import Foundation
import Synchronization

/// Puts each notice into a folder as a file of one JSON line, for tests and for gateways that collect files.
///
/// - Shape: `<hash>.json`, mode 600, with `messageId`, `to`, `subject`, `body`, `language`, `number`, `event`, `kind`.
///   The file holds the recipient's address in clear: the folder belongs to whoever may read it.
/// - Idempotency: the name is made from the Message-ID, so a notice that is handed over again replaces itself.
package final class FileTransport: NoticeTransport {
    /// The file channel.
    package let channel = NoticeChannel.file
    private let directory: String
    private let lane = DispatchQueue(label: "notification.files")
    private let turn = Atomic<UInt64>(0)

    private struct Line: Encodable {
        let messageId: String
        let to: String
        let subject: String
        let body: String
        let language: Language
        let number: SubmissionNumber
        let event: MessageID
        let kind: NoticeKind
    }

    /// Makes a transport into a folder, which is made when it is first needed.
    package init(directory: String) { self.directory = directory }

    /// Writes the file; it lies on disk when this returns.
    package func handOver(_ notice: OutgoingNotice) async -> TransportAnswer {
        let name = notice.messageID.prefix { $0 != "@" }.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard !name.isEmpty else { return .refused(reason: "no-message-id") }
        let path = "\(directory)/\(name).json"
        let draft = "\(directory)/.\(name).\(turn.wrappingAdd(1, ordering: .relaxed).newValue).tmp"
        do {
            var bytes = try ContractCoding.json(
                Line(
                    messageId: notice.messageID, to: notice.address, subject: notice.words.subject,
                    body: notice.words.body, language: notice.words.language, number: notice.number,
                    event: notice.event, kind: notice.kind))
            bytes.append(0x0A)
            let content = Data(bytes)
            try await onLane { [directory] in try Self.write(content, to: draft, then: path, in: directory) }
            return .accepted
        } catch {
            // Nothing has its final name yet, so nobody has taken it.
            return .unavailable(reason: "folder-not-writable")
        }
    }

    private func onLane(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            lane.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    private static func write(_ content: Data, to draft: String, then path: String, in directory: String) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard files.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
            try handle.write(contentsOf: content)
            try handle.synchronize()
            try handle.close()
            if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
            try files.moveItem(atPath: draft, toPath: path)
            try FileHandle(forReadingFrom: URL(fileURLWithPath: directory)).synchronize()
        } catch {
            // Best effort: the draft has no name that anybody reads.
            try? files.removeItem(atPath: draft)
            throw error
        }
    }
}

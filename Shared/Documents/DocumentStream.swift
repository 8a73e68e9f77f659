import Crypto
import Foundation

/// A document's plaintext, chunk by chunk; every chunk is proven genuine before it is handed out.
///
/// - Shape: chunks of at most 64 KiB. It can be read once.
package struct DocumentStream: AsyncSequence, Sendable {
    /// Some bytes of the document.
    package typealias Element = [UInt8]

    /// The plaintext's length, for a Content-Length.
    package let sizeBytes: Int64
    let first: [UInt8]
    let cipher: ChunkCipher
    let handle: FileHandle
    let remaining: UInt64
    let lanes: FileLanes

    /// Reads the document.
    package struct AsyncIterator: AsyncIteratorProtocol {
        private var first: [UInt8]?
        private var cipher: ChunkCipher
        private var remaining: UInt64
        private let handle: FileHandle
        private let lanes: FileLanes

        init(_ stream: DocumentStream) {
            first = stream.first
            cipher = stream.cipher
            remaining = stream.remaining
            handle = stream.handle
            lanes = stream.lanes
        }

        /// The next chunk.
        ///
        /// - Throws: `DocumentError`: `damaged` when the rest is not what was stored, `storage`; what came before is
        ///   genuine, so cut the answer off.
        package mutating func next() async throws -> [UInt8]? {
            if let chunk = first {
                first = nil
                return chunk
            }
            guard remaining > 0 else { return nil }
            let length = Int(Swift.min(remaining, UInt64(ChunkCipher.chunkLength + ChunkCipher.tagLength)))
            let sealed = try await DocumentStream.read(length, from: handle, on: lanes)
            remaining -= UInt64(length)
            return try cipher.open(sealed, last: remaining == 0)
        }
    }

    /// Starts reading.
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Reads exactly so many bytes.
    static func read(_ length: Int, from handle: FileHandle, on lanes: FileLanes) async throws -> Data {
        do {
            return try await lanes.run {
                guard let bytes = try handle.read(upToCount: length), bytes.count == length else {
                    throw DocumentError.damaged
                }
                return bytes
            }
        } catch {
            throw DocumentError.storage("read", error)
        }
    }
}

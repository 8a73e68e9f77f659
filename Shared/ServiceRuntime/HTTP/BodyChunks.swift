import Hummingbird
import NIOCore

/// A request's body as it comes in, up to a limit.
package struct BodyChunks: AsyncSequence, Sendable {
    /// Some bytes of the body.
    package typealias Element = [UInt8]

    let body: RequestBody
    let limit: Int

    /// Reads the body once.
    package struct AsyncIterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        let limit: Int
        var count = 0

        /// The next bytes.
        ///
        /// - Throws: 413 when there are more than the limit.
        @concurrent
        package mutating func next() async throws -> [UInt8]? {
            guard let chunk = try await base.next() else { return nil }
            count += chunk.readableBytes
            guard count <= limit else { throw Problem.tooLarge(limit: limit) }
            return Array(chunk.readableBytesView)
        }
    }

    /// Starts reading; a body can be read once.
    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: body.makeAsyncIterator(), limit: limit)
    }
}

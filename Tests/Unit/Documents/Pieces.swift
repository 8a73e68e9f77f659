/// A document that comes in pieces of one size and may break off.
struct Pieces: AsyncSequence {
    typealias Element = [UInt8]

    struct BrokenOff: Error, Equatable {}

    let bytes: [UInt8]
    let pieceLength: Int
    var breaksOffAfter: Int?

    struct AsyncIterator: AsyncIteratorProtocol {
        let pieces: Pieces
        var offset = 0

        mutating func next() async throws -> [UInt8]? {
            if let limit = pieces.breaksOffAfter, offset >= limit { throw BrokenOff() }
            guard offset < pieces.bytes.count else { return nil }
            let piece = Array(pieces.bytes[offset...].prefix(pieces.pieceLength))
            offset += piece.count
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pieces: self) }

    /// A PDF of a length, its content different everywhere.
    static func pdf(_ length: Int, pieceLength: Int = 10_000) -> Pieces {
        var bytes = Array("%PDF-1.7\n".utf8)
        var state: UInt32 = 1
        while bytes.count < length {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes.append(UInt8(truncatingIfNeeded: state >> 24))
        }
        return Pieces(bytes: Array(bytes.prefix(length)), pieceLength: pieceLength)
    }
}

/// Cuts a document that arrives in pieces of any size into chunks of one size, the last one shorter.
///
/// - Shape: holds less than one chunk plus the piece that came last.
struct ChunkAssembler {
    private let chunkLength: Int
    private var pending: [UInt8] = []

    init(chunkLength: Int = ChunkCipher.chunkLength) {
        self.chunkLength = chunkLength
        pending.reserveCapacity(chunkLength)
    }

    /// Takes a piece; returns the chunks that are complete and certainly not the last.
    mutating func add(_ piece: [UInt8]) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = piece[...]
        while pending.count + rest.count > chunkLength {
            let taken = chunkLength - pending.count
            chunks.append(pending + rest.prefix(taken))
            rest = rest.dropFirst(taken)
            pending.removeAll(keepingCapacity: true)
        }
        pending.append(contentsOf: rest)
        return chunks
    }

    /// The last chunk.
    consuming func finish() -> [UInt8] { pending }
}

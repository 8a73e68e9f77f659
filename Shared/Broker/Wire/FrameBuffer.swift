/// The bytes on their way to the broker, as whole frames.
///
/// Positions count from the first byte of the connection, so that the publisher knows of each message whether it has
/// left this process.
struct FrameBuffer: Sendable {
    private var bytes: [UInt8] = []
    private var head = 0
    /// The position behind the last byte that was taken.
    private(set) var written: UInt64 = 0
    /// The largest frame, its 8 bytes of frame included.
    var maximumFrameBytes = 131_072

    /// A buffer longer than this is given back once it is empty.
    private static let keptCapacity = 1 << 20

    /// Bytes waiting.
    var count: Int { bytes.count - head }
    /// Whether nothing waits.
    var isEmpty: Bool { head == bytes.count }
    /// The position behind the last byte appended.
    var end: UInt64 { written + UInt64(count) }

    /// Reads the bytes waiting.
    func withWaiting<Result>(_ body: (Span<UInt8>) throws(BrokerError) -> Result) throws(BrokerError) -> Result {
        try body(bytes.span.extracting(head...))
    }

    /// Drops bytes that were taken.
    mutating func took(_ count: Int) {
        written += UInt64(count)
        head += count
        if head == bytes.count {
            head = 0
            bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
        } else if head >= Self.keptCapacity / 2, head >= self.count {
            bytes.removeFirst(head)
            head = 0
        }
    }

    /// Drops everything and starts a new connection.
    mutating func reset() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
        head = 0
        written = 0
    }

    /// Takes back all that was appended since the buffer ended at a position.
    mutating func rollBack(to end: UInt64) {
        let excess = self.end > end ? Int(self.end - end) : 0
        bytes.removeLast(min(excess, count))
    }

    /// Appends one byte.
    mutating func append(_ value: UInt8) { bytes.append(value) }

    /// Appends a number of two bytes, most significant first.
    mutating func append(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// Appends a number of four bytes, most significant first.
    mutating func append(_ value: UInt32) {
        append(UInt16(truncatingIfNeeded: value >> 16))
        append(UInt16(truncatingIfNeeded: value))
    }

    /// Appends a number of eight bytes, most significant first.
    mutating func append(_ value: UInt64) {
        append(UInt32(truncatingIfNeeded: value >> 32))
        append(UInt32(truncatingIfNeeded: value))
    }

    /// Appends bytes as they are.
    mutating func append(_ bytes: some Collection<UInt8>) { self.bytes.append(contentsOf: bytes) }

    /// Appends a text of at most 255 bytes; a longer one is cut, its length was checked before.
    mutating func appendShort(_ text: String) {
        let utf8 = text.utf8
        bytes.append(UInt8(clamping: utf8.count))
        if utf8.count <= 255 {
            bytes.append(contentsOf: utf8)
        } else {
            bytes.append(contentsOf: utf8.prefix(255))
        }
    }

    /// Appends a text or bytes of any length.
    mutating func appendLong(_ bytes: some Collection<UInt8>) {
        append(UInt32(clamping: bytes.count))
        self.bytes.append(contentsOf: bytes)
    }

    /// Leaves room for a length and gives the mark for `closeLength`.
    mutating func openLength() -> Int {
        append(UInt32(0))
        return bytes.count
    }

    /// Writes the number of bytes since the mark.
    mutating func closeLength(_ mark: Int) { store(UInt32(clamping: bytes.count - mark), before: mark) }

    /// Starts a frame and gives the mark for `endFrame`.
    mutating func beginFrame(_ type: UInt8, channel: UInt16) -> Int {
        bytes.append(type)
        append(channel)
        return openLength()
    }

    /// Ends a frame and gives the number of its bytes.
    @discardableResult
    mutating func endFrame(_ mark: Int) -> Int {
        closeLength(mark)
        bytes.append(FrameType.end)
        return bytes.count - mark + 7
    }

    private mutating func store(_ value: UInt32, before mark: Int) {
        bytes[mark - 4] = UInt8(truncatingIfNeeded: value >> 24)
        bytes[mark - 3] = UInt8(truncatingIfNeeded: value >> 16)
        bytes[mark - 2] = UInt8(truncatingIfNeeded: value >> 8)
        bytes[mark - 1] = UInt8(truncatingIfNeeded: value)
    }
}

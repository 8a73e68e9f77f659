import Foundation

extension LatencyHistogram {
    /// Marks the V2 encoding.
    /// - Source: HdrHistogram 2.1, `V2EncodingCookieBase | 0x10`.
    private static let cookie: UInt32 = 0x1c84_9313
    /// Marks the V2 encoding within a zlib stream.
    private static let compressedCookie: UInt32 = 0x1c84_9314
    private static let headerLength = 40

    /// The V2 encoding.
    ///
    /// - Shape: cookie, length of the counts, normalizing offset, digits (32 bit each), lowest and highest value (64
    ///   bit), conversion ratio (double), all big-endian; then the counts up to the largest value as zig-zag LEB128
    ///   numbers, a negative one standing for so many empty slots.
    var encoded: [UInt8] {
        var body: [UInt8] = []
        var empty: Int64 = 0
        for slot in 0..<occupiedSlots.upperBound {
            if counts[slot] == 0 {
                empty += 1
            } else {
                if empty > 0 { Self.append(-empty, to: &body) }
                empty = 0
                Self.append(counts[slot], to: &body)
            }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headerLength + body.count)
        Self.append(bigEndian: Self.cookie, to: &bytes)
        Self.append(bigEndian: UInt32(body.count), to: &bytes)
        Self.append(bigEndian: UInt32(0), to: &bytes)
        Self.append(bigEndian: Self.significantDigits, to: &bytes)
        Self.append(bigEndian: Int64(1), to: &bytes)
        Self.append(bigEndian: Self.highestTrackable, to: &bytes)
        Self.append(bigEndian: (1.0).bitPattern, to: &bytes)
        bytes += body
        return bytes
    }

    /// The V2 compressed encoding in base64, as a log line holds it.
    var logPayload: String {
        let stream = ZlibStream.stored(encoded)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + stream.count)
        Self.append(bigEndian: Self.compressedCookie, to: &bytes)
        Self.append(bigEndian: UInt32(stream.count), to: &bytes)
        bytes += stream
        return Data(bytes).base64EncodedString()
    }

    /// Reads a V2 encoding of a histogram of the same range and precision, such as another generator's.
    /// - Throws: `HistogramFault` when it is something else or damaged.
    init(encoded bytes: [UInt8]) throws(HistogramFault) {
        self.init()
        guard bytes.count >= Self.headerLength, Self.number(bytes[0..<4]) == UInt64(Self.cookie) else {
            throw .notAHistogram
        }
        guard Self.number(bytes[8..<12]) == 0, Self.number(bytes[12..<16]) == UInt64(Self.significantDigits),
            Self.number(bytes[16..<24]) == 1, Self.number(bytes[24..<32]) == UInt64(Self.highestTrackable)
        else { throw .otherRange }
        guard Self.number(bytes[4..<8]) == UInt64(bytes.count - Self.headerLength) else { throw .damaged }
        var at = Self.headerLength
        var slot = 0
        while at < bytes.count {
            let value = try Self.next(in: bytes, at: &at)
            if value < 0 {
                guard value >= -Int64(counts.count - slot) else { throw .damaged }
                slot += Int(-value)
            } else {
                guard slot < counts.count, count.addingReportingOverflow(value).overflow == false else {
                    throw .damaged
                }
                if value > 0 { hit(slot, times: value) }
                slot += 1
            }
        }
    }

    // MARK: Numbers

    private static func append<Value: FixedWidthInteger>(bigEndian value: Value, to bytes: inout [UInt8]) {
        for shift in stride(from: Value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Appends a number in zig-zag LEB128; its ninth byte holds eight bits.
    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        for _ in 0..<8 {
            guard rest > 0x7f else { break }
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func next(in bytes: [UInt8], at index: inout Int) throws(HistogramFault) -> Int64 {
        var raw: UInt64 = 0
        for position in 0..<9 {
            guard index < bytes.count else { throw .damaged }
            let byte = UInt64(bytes[index])
            index += 1
            if position == 8 {
                raw |= byte << 56
                break
            }
            raw |= (byte & 0x7f) << UInt64(7 * position)
            if byte & 0x80 == 0 { break }
        }
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

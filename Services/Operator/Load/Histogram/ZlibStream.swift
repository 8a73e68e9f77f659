/// The zlib format without compression: what it holds is small already, and every reader takes it.
/// - Source: RFC 1950 (stream, Adler-32) and RFC 1951, 3.2.4 (stored blocks).
enum ZlibStream {
    private static let largestBlock = 65_535
    private static let adlerModulus: UInt32 = 65_521

    /// A stream of stored blocks.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        // Deflate with a window of 32 KiB, fastest level; the two bytes are a multiple of 31.
        var stream: [UInt8] = [0x78, 0x01]
        stream.reserveCapacity(bytes.count + bytes.count / largestBlock * 5 + 16)
        var start = 0
        repeat {
            let end = min(start + largestBlock, bytes.count)
            let length = UInt16(end - start)
            stream.append(end == bytes.count ? 1 : 0)
            for number in [length, ~length] {
                stream.append(UInt8(number & 0xff))
                stream.append(UInt8(number >> 8))
            }
            stream += bytes[start..<end]
            start = end
        } while start < bytes.count
        let sum = adler32(bytes)
        for shift in [24, 16, 8, 0] { stream.append(UInt8(truncatingIfNeeded: sum >> UInt32(shift))) }
        return stream
    }

    /// The checksum at the end of a stream.
    static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % adlerModulus
            high = (high + low) % adlerModulus
        }
        return high << 16 | low
    }
}

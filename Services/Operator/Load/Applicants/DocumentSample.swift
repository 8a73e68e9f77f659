import Contracts

/// Documents of any size whose beginning says what they are; the rest is noise that no disk compresses.
enum DocumentSample {
    private static let noise: [UInt8] = {
        var random = SeededRandom(seed: 0x00D0_C000)
        return (0..<131_072).flatMap { _ in withBytes(random.next()) }
    }()

    private static func withBytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// The content of a document that is recognised as of a media type and is unlike that of other dice.
    ///
    /// - Units: `size` in bytes.
    static func content(mediaType: String, size: Int, dice: UInt64) -> [UInt8] {
        var content: [UInt8]
        switch mediaType {
        case "image/jpeg": content = Array(PackageResources.photo_jpg)
        case "image/png": content = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        default: content = SamplePDF.make(lines: ["CONTOH / SAMPLE", "Bukan dokumen resmi"])
        }
        content += withBytes(dice)
        while content.count < size { content += noise.prefix(size - content.count) }
        return content
    }
}

/// The types of supporting documents (*berkas*), recognised by their first bytes and never by name or header.
package enum DocumentMediaType: String, CaseIterable, Sendable {
    /// A PDF.
    case pdf = "application/pdf"
    /// A JPEG picture.
    case jpeg = "image/jpeg"
    /// A PNG picture.
    case png = "image/png"

    /// The bytes that suffice to recognise any type.
    static let prefixLength = 8

    /// Recognises a type by the first bytes.
    ///
    /// - Source: ISO 32000-2 7.5.2 (`%PDF-`), ITU-T T.81 annex B (SOI and the next marker), PNG third edition 5.2.
    package init?(prefix: some Collection<UInt8>) {
        let signatures: [(Self, [UInt8])] = [
            (.pdf, Array("%PDF-".utf8)),
            (.jpeg, [0xff, 0xd8, 0xff]),
            (.png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        ]
        guard let match = signatures.first(where: { prefix.starts(with: $0.1) }) else { return nil }
        self = match.0
    }
}

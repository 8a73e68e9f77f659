/// A supporting document (*berkas*) without its content or its file name.
public struct DocumentReference: Codable, Hashable, Sendable {
    /// Names the stored document.
    public var id: DocumentID
    /// What it is.
    public var kind: DocumentKind
    /// The media type found in the content, such as `application/pdf`.
    public var mediaType: String
    /// The size of the plaintext.
    public var sizeBytes: Int64
    /// SHA-256 of the plaintext in 64 lower-case hexadecimal digits.
    public var sha256: String

    /// Describes a document.
    public init(id: DocumentID, kind: DocumentKind, mediaType: String, sizeBytes: Int64, sha256: String) {
        self.id = id
        self.kind = kind
        self.mediaType = mediaType
        self.sizeBytes = sizeBytes
        self.sha256 = sha256
    }

    /// Checks type, size and hash.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.mediaType(mediaType, pointer + "/mediaType")
        faults.require(sizeBytes >= 1, pointer + "/sizeBytes", "range", "must be at least 1")
        faults.sha256(sha256, pointer + "/sha256")
    }

    /// Checks a list: at most 100, no identifier twice.
    package static func check(_ documents: [DocumentReference], _ pointer: String, _ faults: inout FaultCollector) {
        faults.count(documents.count, 0...100, pointer)
        for (index, document) in documents.enumerated() { document.check("\(pointer)/\(index)", &faults) }
        faults.require(
            Set(documents.map(\.id)).count == documents.count, pointer, "unique", "must not name a document twice")
    }
}

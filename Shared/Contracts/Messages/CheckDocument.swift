/// A document that an agency may fetch for a check.
public struct CheckDocument: Codable, Hashable, Sendable {
    /// Names the document.
    public var id: DocumentID
    /// What it is.
    public var kind: DocumentKind
    /// The media type found in the content.
    public var mediaType: String
    /// The size of the plaintext.
    public var sizeBytes: Int64
    /// SHA-256 of the plaintext in 64 lower-case hexadecimal digits.
    public var sha256: String
    /// Where it is fetched with the request's bearer token.
    public var url: String

    /// Describes a document and its place.
    public init(document: DocumentReference, url: String) {
        id = document.id
        kind = document.kind
        mediaType = document.mediaType
        sizeBytes = document.sizeBytes
        sha256 = document.sha256
        self.url = url
    }

    /// Checks the fields.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.mediaType(mediaType, pointer + "/mediaType")
        faults.require(sizeBytes >= 1, pointer + "/sizeBytes", "range", "must be at least 1")
        faults.sha256(sha256, pointer + "/sha256")
        faults.length(url, 1...2000, pointer + "/url")
        faults.require(
            url.hasPrefix("https://") || url.hasPrefix("http://"), pointer + "/url", "url",
            "must be an http or https address")
    }
}

import Contracts

/// Gathers the parts of a form with files: short fields, and one file at a time up to its limit.
struct FileCollector {
    /// A file's content.
    enum Content: Equatable {
        /// All of it.
        case bytes([UInt8])
        /// More than is taken; it was not kept.
        case tooLarge
    }

    /// A whole part.
    enum Found {
        /// A short field.
        case field(name: String, value: String)
        /// A file for a document that is asked for.
        case file(DocumentRequirement, Content)
    }

    private enum Part {
        case nothing
        case field(String)
        case file(DocumentRequirement)
    }

    private static let fieldBytes = 8192

    /// Whether the form was found to be our own; it says so before its files.
    var isTrusted = false
    private let requirements: [String: DocumentRequirement]
    private let documentBytes: Int
    private var part = Part.nothing
    private var bytes: [UInt8] = []
    private var isTooLarge = false

    /// Takes files for these documents, each up to its own limit and the common one.
    init(requirements: [DocumentRequirement], documentBytes: Int) {
        self.requirements = Dictionary(
            requirements.map { ($0.kind.value, $0) }, uniquingKeysWith: { first, _ in first })
        self.documentBytes = documentBytes
    }

    /// The most that all files may have together; twice, so that one that is too large is told about at its field.
    var mostBytes: Int { requirements.values.reduce(0) { $0 + 2 * limit($1) } }

    private func limit(_ requirement: DocumentRequirement) -> Int { min(requirement.maximumBytes, documentBytes) }

    /// Takes the next event.
    /// - Returns: the part that it ends, if that is one to look at.
    mutating func on(_ event: MultipartMachine.Event) -> Found? {
        switch event {
        case .begin(let field, let file):
            bytes = []
            isTooLarge = false
            if let file {
                part = file.isEmpty ? .nothing : requirements[field].map(Part.file) ?? .nothing
            } else {
                part = .field(field)
            }
            return nil
        case .content(let more):
            let most: Int
            switch part {
            case .nothing: return nil
            case .field: most = Self.fieldBytes
            case .file(let requirement): most = limit(requirement)
            }
            guard !isTooLarge, bytes.count + more.count <= most else {
                isTooLarge = true
                bytes = []
                return nil
            }
            bytes += more
            return nil
        case .end:
            defer { part = .nothing }
            switch part {
            case .nothing: return nil
            case .field(let name): return .field(name: name, value: String(decoding: bytes, as: UTF8.self))
            case .file(let requirement): return .file(requirement, isTooLarge ? .tooLarge : .bytes(bytes))
            }
        }
    }
}

/// A content that is there as a whole.
struct SingleChunk: AsyncSequence, Sendable {
    /// The content.
    let bytes: [UInt8]

    /// Gives the content once.
    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: [UInt8]?

        mutating func next() async -> [UInt8]? {
            defer { rest = nil }
            return rest.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes) }
}

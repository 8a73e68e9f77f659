import AsyncHTTPClient
public import Contracts
import NIOCore
import NIOHTTP1

/// One question of the core to an agency: the declared fields of an application, and its documents.
public struct CheckQuestion: Sendable {
    /// The message as it came.
    public let request: CheckRequested
    let accept: @Sendable (_ expectedAt: Timestamp?, _ reference: String?) async throws -> Void

    /// Makes a question of a message; `accept` tells the core that the answer will take longer.
    package init(
        request: CheckRequested,
        accept: @escaping @Sendable (_ expectedAt: Timestamp?, _ reference: String?) async throws -> Void
    ) {
        self.request = request
        self.accept = accept
    }

    /// A declared field as text; nil when the applicant gave none.
    public func text(_ field: String) -> String? {
        guard case .string(let value) = request.fields?[field] else { return nil }
        return value
    }

    /// The first document of a kind.
    public func document(_ kind: String) -> CheckDocument? {
        request.documents.first { $0.kind.value == kind }
    }

    /// Tells the core that the answer will take longer.
    public func accepted(expectedAt: Timestamp? = nil, reference: String? = nil) async throws {
        try await accept(expectedAt, reference)
    }

    /// Fetches a document and checks it against its size and SHA-256.
    /// - Throws: `WorkerError.document` when it cannot be had now; throw it on, and the core asks again.
    public func fetch(_ document: CheckDocument) async throws -> [UInt8] {
        try await fetch(document, within: .seconds(30))
    }

    /// Fetches a document within a time.
    func fetch(_ document: CheckDocument, within limit: TimeAmount) async throws -> [UInt8] {
        var fetch = HTTPClientRequest(url: document.url)
        fetch.headers.add(name: "Authorization", value: "Bearer \(request.documentAccess ?? "")")
        let bytes: [UInt8]
        do {
            let response = try await HTTPClient.shared.execute(fetch, timeout: limit)
            guard response.status == .ok else {
                throw WorkerError.document("the document store answered \(response.status.code)")
            }
            bytes = Array(try await response.body.collect(upTo: Int(document.sizeBytes)).readableBytesView)
        } catch let error as WorkerError {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch is NIOTooManyBytesError {
            throw WorkerError.document("the document is not the one that was filed: it is larger")
        } catch {
            throw WorkerError.document("the document store does not answer: \(type(of: error))")
        }
        guard Int64(bytes.count) == document.sizeBytes, Digest.sha256(bytes) == document.sha256 else {
            throw WorkerError.document("the document is not the one that was filed: its SHA-256 differs")
        }
        return bytes
    }
}

import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Files applications at a steady rate, whatever happens to the suite: an open loop.
///
/// A citizen's program tries again under the same key until it has a definite answer; what was accepted is kept in the book.
final class Filer: Sendable {
    /// One in so many citizens applies for the service with a document.
    private static let documentedEvery = 10
    /// So many citizens wait for an answer at once; the others are dropped.
    private static let waitingAtMost = 150

    /// Arrivals in a second.
    let rate: Double
    private let book = Mutex(FilerBook())
    private let intake: String
    private let token: @Sendable (String) async throws -> String

    /// Makes a filer that nobody comes to yet.
    ///
    /// - Parameters:
    ///   - intake: where the service is.
    ///   - rate: arrivals in a second.
    ///   - token: makes a citizen's token.
    init(intake: String, rate: Double, token: @escaping @Sendable (String) async throws -> String) {
        self.intake = intake
        self.rate = rate
        self.token = token
    }

    /// The book as it stands.
    var standing: FilerBook { book.withLock { $0 } }

    /// Lets citizens come.
    func resume() { book.withLock { $0.isPaused = false } }

    /// Lets nobody come; those who have come still try.
    func pause() { book.withLock { $0.isPaused = true } }

    /// Lets citizens come at their times until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { citizens in
            let clock = ContinuousClock()
            var arrival = clock.now
            while !Task.isCancelled {
                arrival += .seconds(1 / rate)
                // The interval between two arrivals is what an open loop is made of; a cancelled one ends the loop above.
                try? await clock.sleep(until: arrival)
                guard let number = arrive() else { continue }
                citizens.addTask { await self.file(number) }
            }
            citizens.cancelAll()
        }
    }

    private func arrive() -> Int? {
        book.withLock { book in
            guard !book.isPaused else { return nil }
            guard book.open.count < Self.waitingAtMost else {
                book.dropped += 1
                return nil
            }
            defer { book.next += 1 }
            book.open.insert(book.next)
            return book.next
        }
    }

    private func file(_ number: Int) async {
        do {
            let subject = "fault-citizen-\(number)"
            let token = try await token(subject)
            var documents: [String] = []
            if number % Self.documentedEvery == 0 {
                let receipt = try await untilDefinite(
                    "/v1/documents", token: token, key: "\(subject)-str", type: "application/pdf",
                    FaultService.document)
                guard let id = receipt?["id"]?.string else { return close(number, nil) }
                documents.append(id)
            }
            let receipt = try await untilDefinite(
                "/v1/submissions", token: token, key: subject, type: "application/json",
                FaultService.application(number, documents: documents))
            close(number, receipt?["number"]?.string)
        } catch {
            // Cancelled, or no token could be made: the second is a fault of the test and shows in the book.
            if !Task.isCancelled { book.withLock { $0.refused["\(error)", default: 0] += 1 } }
            close(number, nil)
        }
    }

    private func close(_ citizen: Int, _ number: String?) {
        book.withLock { book in
            book.open.remove(citizen)
            if let number { book.accepted[citizen] = number }
        }
    }

    /// Sends a request until it has a definite answer.
    ///
    /// - Returns: the answer's body; nil for a refusal, which is in the book then.
    /// - Throws: `CancellationError`.
    private func untilDefinite(
        _ path: String, token: String, key: String, type: String, _ body: [UInt8]
    ) async throws -> JSONValue? {
        var pause = Duration.milliseconds(250)
        while true {
            try Task.checkCancellation()
            var trouble: String
            do {
                var request = HTTPClientRequest(url: intake + path)
                request.method = .POST
                request.headers.add(name: "Authorization", value: "Bearer \(token)")
                request.headers.add(name: "Idempotency-Key", value: key)
                request.headers.add(name: "Content-Type", value: type)
                request.body = .bytes(ByteBuffer(bytes: body))
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
                let content = try await response.body.collect(upTo: 1 << 20)
                let value = try? JSONDecoder().decode(  // A cut answer is one more reason to try again.
                    JSONValue.self, from: Data(content.readableBytesView))
                switch Int(response.status.code) {
                case 200..<300:
                    if let value { return value }
                    trouble = "cut answer"
                case 408, 425, 429, 500...:
                    trouble = String(response.status.code)
                case 409 where value?["type"]?.string == "urn:mpp:problem:idempotency-key-in-use":
                    // The citizen's own earlier request is still being worked on.
                    trouble = "key in use"
                default:
                    let kind = value?["type"]?.string ?? ""
                    book.withLock { $0.refused["\(response.status.code) \(kind)", default: 0] += 1 }
                    return nil
                }
            } catch {
                trouble = error is CancellationError ? "cancelled" : "no answer"
            }
            let key = trouble
            book.withLock { $0.troubles[key, default: 0] += 1 }
            // A citizen's program waits a while before it tries again.
            try await ContinuousClock().sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }
}

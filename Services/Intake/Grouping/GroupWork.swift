/// What a group of requests does in one transaction.
package protocol GroupWork: Sendable {
    /// One request.
    associatedtype Item: Sendable
    /// Its answer.
    associatedtype Answer: Sendable
    /// What two requests must not share to run at the same time.
    associatedtype Key: Hashable & Sendable

    /// The keys of a request.
    func keys(of item: Item) -> Set<Key>

    /// Does the work of all requests in one transaction.
    ///
    /// - Isolation: runs beside the actor that groups, so that lanes do not wait for one another.
    /// - Returns: an answer for each, in their order.
    /// - Throws: when nothing of it was kept.
    @concurrent
    func commit(_ items: [Item]) async throws -> [Answer]

    /// Whether an error is the fault of one of the requests, so that they are tried in halves.
    func isSpoilt(by error: any Error) -> Bool
}

import Contracts

/// A page of a subject's own applications, the newest first.
package struct OwnList: Encodable, Sendable {
    private struct Item: Encodable {
        let number: SubmissionNumber
        let region: RegionCode
        let service: ServiceReference
        let state: SubmissionState
        let receivedAt: Timestamp
        let closedAt: Timestamp?
        let statusUrl: String
    }

    private let submissions: [Item]
    private let next: String?

    /// Shows a page; one more was found than the page holds when there is another page.
    package init(_ found: [TrackedSubmission], limit: Int, receipts: ReceiptStore) {
        submissions = found.prefix(limit).map {
            Item(
                number: $0.number, region: $0.region, service: $0.service, state: $0.state, receivedAt: $0.receivedAt,
                closedAt: $0.closedAt, statusUrl: receipts.statusURL($0.number))
        }
        let last = found.prefix(limit).last
        next = found.count > limit ? last.map { "/v1/submissions?limit=\(limit)&after=\($0.id)" } : nil
    }
}

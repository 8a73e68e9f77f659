/// Which message of which batch.
struct PublishTicket: Sendable, Equatable {
    /// The batch's place in the ledger.
    var batch: Int32
    /// The message's place in the batch.
    var item: Int32
}

package import Broker

/// What deals with the deliveries of one check.
package protocol CheckResponder: Sendable {
    /// Answers a delivery.
    /// - Returns: how it ends; acknowledged only once all that is to be said about it is confirmed.
    func settle(_ delivery: Delivery) async -> CheckExchange.Settlement
}

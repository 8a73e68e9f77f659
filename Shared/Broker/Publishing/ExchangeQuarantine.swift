/// The exchanges that have just cost us the channel.
///
/// The broker answers one message to a missing or forbidden exchange by closing the channel, which takes every other
/// message in flight with it. So for a while such messages are given back at once; then one is tried again.
struct ExchangeQuarantine: Sendable {
    private struct Entry: Sendable {
        let exchange: String
        let routingKey: String?
        let error: BrokerError
        let until: MonotonicTime

        func holds(_ message: OutboundMessage) -> Bool {
            exchange == message.exchange && (routingKey == nil || routingKey == message.routingKey)
        }
    }

    private var entries: [Entry] = []
    private let pause: Duration

    /// The most exchanges remembered; the oldest is forgotten first.
    private static let capacity = 32

    /// Makes an empty one that keeps each exchange back for so long.
    init(pause: Duration) {
        self.pause = pause
    }

    /// Whether nothing is kept back.
    var isEmpty: Bool { entries.isEmpty }

    /// Learns from the error that closed the channel; nothing if it names no exchange.
    mutating func learn(_ error: BrokerError, now: MonotonicTime) {
        guard let culprit = Self.culprit(error) else { return }
        entries.removeAll { $0.exchange == culprit.exchange && $0.routingKey == culprit.routingKey }
        if entries.count == Self.capacity { entries.removeFirst() }
        entries.append(
            Entry(exchange: culprit.exchange, routingKey: culprit.routingKey, error: error, until: now + pause))
    }

    /// The error to give a message back with; nil if it may be sent.
    ///
    /// The first message behind the pause is the probe.
    mutating func error(for message: OutboundMessage, now: MonotonicTime) -> BrokerError? {
        guard let place = entries.firstIndex(where: { $0.holds(message) }) else { return nil }
        if now < entries[place].until { return entries[place].error }
        entries.remove(at: place)
        return nil
    }

    /// Whether a message is one that the error speaks of.
    static func isBlamed(_ message: OutboundMessage, by error: BrokerError) -> Bool {
        guard let culprit = culprit(error) else { return false }
        return culprit.exchange == message.exchange
            && (culprit.routingKey == nil || culprit.routingKey == message.routingKey)
    }

    /// The exchange, and for a topic permission the routing key, that a 403 or 404 names.
    ///
    /// - Source: RabbitMQ 3.10 to 4.2 `rabbit_misc:not_found`, `rabbit_access_control` (`access to topic 'K' in
    ///   exchange 'X' in vhost 'V' refused for user 'U'`).
    static func culprit(_ error: BrokerError) -> (exchange: String, routingKey: String?)? {
        guard error.replyCode == 404 || error.replyCode == 403 else { return nil }
        let text = error.replyText
        guard let exchange = quoted(in: text, after: "exchange '", before: "' in vhost '") else { return nil }
        return (exchange, quoted(in: text, after: "topic '", before: "' in exchange '"))
    }

    private static func quoted(in text: String, after opening: String, before closing: String) -> String? {
        guard let start = text.firstRange(of: opening)?.upperBound else { return nil }
        let rest = text[start...]
        guard let end = rest.firstRange(of: closing)?.lowerBound else { return nil }
        return String(rest[..<end])
    }
}

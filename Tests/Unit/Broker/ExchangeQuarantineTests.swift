import Testing

@testable import Broker

@Suite("Exchange quarantine", .timeLimit(.minutes(1)))
struct ExchangeQuarantineTests {
    private func error(_ code: UInt16, _ text: String) -> BrokerError {
        BrokerError(.channelClosed, text, operation: "basic.publish", replyCode: code)
    }

    private func message(_ exchange: String, _ key: String = "k") -> OutboundMessage {
        OutboundMessage(exchange: exchange, routingKey: key, properties: MessageProperties(), body: [])
    }

    @Test(
        arguments: [
            (404, "NOT_FOUND - no exchange 'a.b' in vhost '/'", "a.b", nil),
            (403, "ACCESS_REFUSED - access to exchange 'x' in vhost 'mpp' refused for user 'u'", "x", nil),
            (403, "ACCESS_REFUSED - write access to exchange 'x' in vhost 'mpp' refused for user 'u'", "x", nil),
            (
                403, "ACCESS_REFUSED - access to topic 'r.k' in exchange 'it's' in vhost '/' refused for user 'u'",
                "it's",
                "r.k"
            ),
            (404, "NOT_FOUND - no queue 'q' in vhost '/'", nil, nil), (406, "no exchange 'x' in vhost '/'", nil, nil),
            (404, "NOT_FOUND - no exchange 'cut sho", nil, nil),
        ] as [(UInt16, String, String?, String?)])
    func `the broker's words name the culprit`(code: UInt16, text: String, exchange: String?, key: String?) {
        let culprit = ExchangeQuarantine.culprit(error(code, text))
        #expect(culprit?.exchange == exchange)
        #expect(culprit?.routingKey == key)
    }

    @Test func `a culprit is kept back, then one is tried`() {
        var quarantine = ExchangeQuarantine(pause: .seconds(5))
        quarantine.learn(error(404, "no exchange 'x' in vhost '/'"), now: .zero)
        #expect(quarantine.error(for: message("x"), now: .seconds(4))?.replyCode == 404)
        #expect(quarantine.error(for: message("y"), now: .seconds(4)) == nil)
        #expect(quarantine.error(for: message("x"), now: .seconds(5)) == nil)
        #expect(quarantine.isEmpty)
    }

    @Test func `a topic permission keeps back its key only`() {
        var quarantine = ExchangeQuarantine(pause: .seconds(5))
        quarantine.learn(
            error(403, "access to topic 'bad' in exchange 'x' in vhost '/' refused for user 'u'"), now: .zero)
        #expect(quarantine.error(for: message("x", "bad"), now: .zero) != nil)
        #expect(quarantine.error(for: message("x", "good"), now: .zero) == nil)
    }

    @Test func `it remembers a bounded number`() {
        var quarantine = ExchangeQuarantine(pause: .seconds(5))
        for number in 0..<100 { quarantine.learn(error(404, "no exchange 'x\(number)' in vhost '/'"), now: .zero) }
        #expect(quarantine.error(for: message("x0"), now: .zero) == nil)
        #expect(quarantine.error(for: message("x99"), now: .zero) != nil)
    }
}

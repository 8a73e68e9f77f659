import Testing

@testable import Broker

@Suite("Connector", .timeLimit(.minutes(1)))
struct ConnectorTests {
    @Test func `of several hosts' errors the broker's own words tell most`() {
        let silent = BrokerError(.unreachable, "a: refused", operation: "connect")
        let refused = BrokerError(.refusedLogin, "ACCESS_REFUSED", operation: "log in", replyCode: 403)
        let summary = Connector.summary([silent, refused, silent])
        #expect(summary.code == .refusedLogin)
        #expect(summary.replyCode == 403)
        #expect(summary.replyText == "a: refused; ACCESS_REFUSED; a: refused")
        #expect(Connector.summary([silent]).code == .unreachable)
        #expect(Connector.summary([]).code == .configuration)
    }
}

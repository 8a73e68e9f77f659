import Broker
import Testing

@Suite("Broker error", .timeLimit(.minutes(1)))
struct BrokerErrorTests {
    @Test(
        arguments: [
            (311, BrokerError.Disposition.permanent), (320, .transient), (402, .permanent), (403, .permanent),
            (404, .transient), (405, .transient), (406, .permanent), (501, .fatal), (504, .fatal), (506, .transient),
            (530, .permanent), (540, .fatal), (541, .transient),
        ] as [(UInt16, BrokerError.Disposition)])
    func `the reply code decides what to do`(code: UInt16, disposition: BrokerError.Disposition) {
        #expect(BrokerError(.channelClosed, "x", operation: "y", replyCode: code).disposition == disposition)
    }

    @Test(arguments: [
        (BrokerError.Code.unreachable, BrokerError.Disposition.transient), (.connectionLost, .transient),
        (.configuration, .fatal), (.tls, .permanent), (.invalidMessage, .permanent), (.protocolViolation, .fatal),
    ])
    func `without a reply code the kind decides`(code: BrokerError.Code, disposition: BrokerError.Disposition) {
        #expect(BrokerError(code, "x", operation: "y").disposition == disposition)
    }

    @Test func `the description names operation, kind, code and words`() {
        let error = BrokerError(
            .channelClosed, "NOT_FOUND - no queue 'q'", operation: "basic.consume", replyCode: 404)
        #expect("\(error)" == "basic.consume: channel-closed 404: NOT_FOUND - no queue 'q'")
        #expect(error.fileID.hasSuffix("BrokerErrorTests.swift"))
        #expect(String(reflecting: error).contains("transient"))
    }
}

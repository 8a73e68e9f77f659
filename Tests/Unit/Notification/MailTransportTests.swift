import Contracts
import Testing

@testable import Mail
@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct MailTransportTests {
    @Test(arguments: [
        (
            MailError(.unreachable, disposition: .transient),
            TransportAnswer.unavailable(reason: "mail-server-unreachable")
        ),
        (MailError(.insecure, disposition: .fatal), .unavailable(reason: "mail-server-not-trusted")),
        (
            MailError(.authentication, disposition: .fatal, replyCode: 535),
            .unavailable(reason: "mail-login-refused-535")
        ),
        (
            MailError(.refused(.greeting), disposition: .transient, replyCode: 421),
            .unavailable(reason: "mail-greeting-refused-421")
        ),
        (
            MailError(.refused(.sender), disposition: .permanent, replyCode: 550),
            .unavailable(reason: "mail-sender-refused-550")
        ),
        (MailError(.timeout, disposition: .transient), .unavailable(reason: "mail-server-silent")),
        (
            MailError(.timeout, disposition: .transient, mayHaveBeenTaken: true),
            .maybeTaken(reason: "mail-server-silent")
        ),
        (
            MailError(.refused(.recipient), disposition: .permanent, replyCode: 550),
            .refused(reason: "mail-recipient-refused-550")
        ),
        (
            MailError(.refused(.recipient), disposition: .transient, replyCode: 450),
            .refusedForNow(reason: "mail-recipient-refused-450")
        ),
        (
            MailError(.refused(.message), disposition: .permanent, replyCode: 554),
            .refused(reason: "mail-message-refused-554")
        ),
        (
            MailError(.refused(.message), disposition: .transient, replyCode: 452),
            .refusedForNow(reason: "mail-message-refused-452")
        ),
        (MailError(.connectionLost, disposition: .transient), .refusedForNow(reason: "mail-connection-lost")),
        (
            MailError(.connectionLost, disposition: .transient, mayHaveBeenTaken: true),
            .maybeTaken(reason: "mail-connection-lost")
        ),
        (MailError(.transport(43), disposition: .transient), .refusedForNow(reason: "mail-transport-43")),
        (MailError(.invalidMessage("x"), disposition: .permanent), .refused(reason: "mail-malformed")),
    ])
    func `a mail error says what the server may have done with the notice`(
        _ error: MailError, _ answer: TransportAnswer
    ) {
        #expect(TransportAnswer(error) == answer)
    }

    @Test func `a notice that is no mail is refused before it leaves`() async throws {
        let transport = MailTransport(
            client: SMTPClient(settings: try SMTPSettings(url: "smtp://127.0.0.1:9?encryption=none")),
            from: try MailAddress("mpp@example.org"), fromName: "MPP Digital")
        let answer = await transport.handOver(
            OutgoingNotice(
                messageID: "<a@mpp.example>", address: "no address",
                words: RenderedNotice(subject: "s", body: "b\n", language: .english, templateVersion: 1),
                number: .make(region: try RegionCode("3574")), event: .make(), kind: .received))
        #expect(answer == .refused(reason: "mail-malformed"))
    }
}

import Foundation
import Mail
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `the mail client` {
    let folder: MailFolder

    init() throws { folder = try MailFolder() }

    private func client(_ url: String, _ change: (inout SMTPSettings) -> Void = { _ in }) throws -> SMTPClient {
        var settings = try SMTPSettings(url: url)
        change(&settings)
        return SMTPClient(settings: settings)
    }

    /// Sends and gives back the error that must come of it.
    private func failure(_ client: SMTPClient, _ message: MailMessage) async throws -> MailError {
        do {
            try await client.send(message)
        } catch {
            return error
        }
        throw MailSink.NotStarted()
    }

    @Test func `hands a mail over whole, with its Message-ID`() async throws {
        try await MailSink.with(in: folder.path) { sink in
            let client = try client("smtp://127.0.0.1:\(sink.port)?encryption=none")
            try await client.send(
                .notice(text: "Baris pertama\n.\n..dua titik\nSelamat — izin Anda terbit: é\n"))
            let mail = try #require(try sink.mails.first)
            #expect(mail.contains("X-Envelope-To: siti@example.id\r\n"))
            #expect(mail.contains("X-Envelope-From: mpp@example.id\r\n"))
            #expect(mail.contains("Message-ID: <0193.1@mpp.example.id>\r\n"))
            #expect(
                mail.hasSuffix(
                    "\r\n\r\nBaris pertama\r\n.\r\n..dua titik\r\nSelamat =E2=80=94 izin Anda terbit: =C3=A9\r\n"))
            #expect(try sink.mails.count == 1)
        }
    }

    @Test func `many mails at once all arrive, over few connections`() async throws {
        try await MailSink.with(in: folder.path) { sink in
            let client = try client("smtp://127.0.0.1:\(sink.port)?encryption=none")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...50 {
                    group.addTask { try await client.send(.notice(id: "n\(number)@mpp.example.id")) }
                }
                try await group.waitForAll()
            }
            let found = try sink.mails.joined()
            for number in 1...50 { #expect(found.contains("<n\(number)@mpp.example.id>")) }
        }
    }

    @Test func `STARTTLS and a login work with a certificate that is trusted, under its name`() async throws {
        let files = try await folder.makeCertificate(for: "localhost")
        let password = try folder.write("s3cret&more\n", to: "password")
        let arguments = [
            "--certificate", files.certificate, "--key", files.key, "--user", "mpp", "--password-file", password,
        ]
        try await MailSink.with(arguments, in: folder.path) { sink in
            let login = "mpp:s3cret%26more@"
            try await client("smtp://\(login)localhost:\(sink.port)?cafile=\(files.certificate)").send(.notice())
            #expect(try sink.mails.count == 1)

            let wrong = try await failure(
                client("smtp://mpp:wrong@localhost:\(sink.port)?cafile=\(files.certificate)"), .notice())
            #expect(wrong.code == .authentication)
            #expect(wrong.disposition == .fatal)
            #expect(wrong.replyCode == 535)

            let stranger = try await failure(client("smtp://\(login)localhost:\(sink.port)"), .notice())
            #expect(stranger.code == .insecure)
            let misnamed = try await failure(
                client("smtp://\(login)127.0.0.1:\(sink.port)?cafile=\(files.certificate)"), .notice())
            #expect(misnamed.code == .insecure)
            #expect(!misnamed.mayHaveBeenTaken)
            #expect(try sink.mails.count == 1)
        }
    }

    @Test func `a server without STARTTLS gets nothing when encryption is asked for`() async throws {
        try await MailSink.with(in: folder.path) { sink in
            let error = try await failure(client("smtp://localhost:\(sink.port)"), .notice())
            #expect(error.code == .insecure)
            #expect(error.disposition == .fatal)
            #expect(try sink.mails.isEmpty)
        }
    }

    @Test func `a refused recipient is permanent, a deferred one is not`() async throws {
        let arguments = ["--refuse", "gone@example.id", "--defer", "later@example.id"]
        try await MailSink.with(arguments, in: folder.path) { sink in
            let client = try client("smtp://127.0.0.1:\(sink.port)?encryption=none")
            let refused = try await failure(client, .notice(to: "gone@example.id"))
            #expect(refused.code == .refused(.recipient))
            #expect(refused.disposition == .permanent)
            #expect(refused.replyCode == 550)
            #expect(refused.enhancedStatus == "5.1.1")
            #expect(!refused.mayHaveBeenTaken)

            let deferred = try await failure(client, .notice(to: "later@example.id"))
            #expect(deferred.code == .refused(.recipient))
            #expect(deferred.disposition == .transient)
            #expect(deferred.replyCode == 451)

            try await client.send(.notice())
            #expect(try sink.mails.count == 1)
        }
    }

    @Test(arguments: [
        ("refuses-sender", MailError.Stage.sender, 550, MailError.Disposition.permanent),
        ("refuses-message", .message, 554, .permanent), ("busy", .greeting, 421, .transient),
    ])
    func `a refusal names its stage and never a person`(
        manner: String, stage: MailError.Stage, reply: Int, disposition: MailError.Disposition
    ) async throws {
        try await MailSink.with(misbehaving: manner, in: folder.path) { sink in
            let error = try await failure(client("smtp://127.0.0.1:\(sink.port)?encryption=none"), .notice())
            #expect(error.code == .refused(stage))
            #expect(error.replyCode == reply)
            #expect(error.disposition == disposition)
            #expect(!error.mayHaveBeenTaken)
            #expect(!"\(error)".contains("Siti"))
        }
    }

    @Test(arguments: [("silent", false), ("silent-after-data", true)])
    func `a server that hangs is given up in time`(manner: String, mayHaveBeenTaken: Bool) async throws {
        try await MailSink.with(misbehaving: manner, in: folder.path) { sink in
            let client = try client("smtp://127.0.0.1:\(sink.port)?encryption=none") {
                $0.totalTimeoutMilliseconds = 700
                $0.responseTimeoutMilliseconds = 1000
            }
            let error = try await failure(client, .notice())
            #expect(error.code == .timeout)
            #expect(error.disposition == .transient)
            #expect(error.mayHaveBeenTaken == mayHaveBeenTaken)
        }
    }

    @Test(arguments: [("drops-after-data", true), ("drops-within-data", false)])
    func `a connection lost after the end of the message leaves it open whether it was taken`(
        manner: String, mayHaveBeenTaken: Bool
    ) async throws {
        try await MailSink.with(misbehaving: manner, in: folder.path) { sink in
            let long = String(repeating: "Baris ini hanya dihitung.\n", count: mayHaveBeenTaken ? 1 : 200_000)
            let error = try await failure(
                client("smtp://127.0.0.1:\(sink.port)?encryption=none"), .notice(text: long))
            #expect(error.code == .connectionLost)
            #expect(error.mayHaveBeenTaken == mayHaveBeenTaken)
        }
    }

    @Test func `a connection that the server closed meanwhile is replaced`() async throws {
        try await MailSink.with(misbehaving: "closes-when-idle", in: folder.path) { sink in
            let client = try client("smtp://127.0.0.1:\(sink.port)?encryption=none")
            for number in 1...5 { try await client.send(.notice(id: "n\(number)@mpp.example.id")) }
        }
    }

    @Test func `no server is told as unreachable`() async throws {
        let port = try await MailSink.with(in: folder.path) { $0.port }
        let error = try await failure(client("smtp://127.0.0.1:\(port)?encryption=none"), .notice())
        #expect(error.code == .unreachable)
        #expect(error.disposition == .transient)
        #expect(!error.mayHaveBeenTaken)
    }
}

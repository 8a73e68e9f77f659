import Foundation
import Testing

@testable import Mail

@Suite(.timeLimit(.minutes(1)))
struct `a mail` {
    private func rendered(_ message: MailMessage) -> String {
        String(decoding: MessageRenderer.render(message), as: UTF8.self)
    }

    @Test func `is written alike every time, in short ASCII lines`() throws {
        let subject =
            "Permohonan Anda — Surat Izin Praktik dokter di Kota Probolinggo telah diterbitkan, nomor 503/001/2026"
        let text = String(repeating: "Yang terhormat, é ", count: 40) + "\n trailing blank \n=\n"
        let message = try MailMessage.notice(subject: subject, text: text)
        let first = rendered(message)
        #expect(first == rendered(message))
        for line in first.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 78)
            #expect(line.utf8.allSatisfy { (0x20...0x7e).contains($0) })
        }
        #expect(first.contains("Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n"))
        #expect(first.contains("trailing blank=20\r\n=3D\r\n"))
    }

    @Test func `with HTML has both parts`() throws {
        let message = try MailMessage(
            from: MailAddress("mpp@example.id"), to: MailAddress("siti@example.id"), subject: "Izin", text: "Halo",
            html: "<p>Halo</p>", messageID: "a@b", date: Date(timeIntervalSince1970: 0))
        let text = rendered(message)
        #expect(text.contains("multipart/alternative; boundary=\"=_"))
        #expect(text.contains("Content-Type: text/html; charset=utf-8\r\n"))
        #expect(text.contains("<p>Halo</p>\r\n--=_"))
    }

    @Test(arguments: ["Izin\r\nBcc: x@y.id", "Izin\n", "\u{0}"])
    func `takes no line break in its subject`(subject: String) {
        #expect(throws: MailError.self) { try MailMessage.notice(subject: subject) }
    }

    @Test(arguments: ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b>", "a@b\r\nX: y", "é@b"])
    func `takes no malformed Message-ID`(id: String) {
        #expect(throws: MailError.self) { try MailMessage.notice(id: id) }
    }

    @Test(arguments: [
        "", "siti", "@example.id", "siti@", "si ti@example.id", "siti@exa mple.id", "siti@example..id",
        ".siti@example.id",
        "siti@example.id\r\nRCPT TO:<x@y.id>", "siti@[127.0.0.1]", "<siti@example.id>", "sití@example.id", "a@-b.id",
    ])
    func `goes to no malformed address`(address: String) {
        #expect(throws: MailError.self) { try MailAddress(address) }
    }

    @Test func `shows addresses masked`() throws {
        let address = try MailAddress("siti.rahmawati@example.id")
        #expect("\(address)" == "s…@example.id")
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!dumped.contains("rahmawati"))
    }

    @Test(arguments: [
        "", "localhost", "http://localhost", "smtp://", "smtp://localhost?encryption=perhaps",
        "smtps://localhost?encryption=none",
        "smtp://user@localhost", "smtp://u:p@mail.example.id?encryption=none", "smtp://localhost?tls=no",
        "smtp://localhost:0",
    ])
    func `settings that cannot be used are refused`(url: String) {
        let error = #expect(throws: MailError.self) { try SMTPSettings(url: url) }
        #expect(error?.disposition == .fatal)
    }

    @Test func `settings take their defaults and hide the password`() throws {
        let settings = try SMTPSettings(url: "smtp://mpp:hush-hush@mail.example.id")
        #expect(settings.port == 587)
        #expect(settings.encryption == .starttls)
        #expect(try SMTPSettings(url: "smtps://mail.example.id").port == 465)
        let given = try SMTPSettings(url: "smtp://localhost:25", encryption: .opportunistic, user: "u", password: "p")
        #expect(given.encryption == .opportunistic)
        #expect(given.user == "u")
        #expect(throws: MailError.self) { try SMTPSettings(url: "smtps://localhost", encryption: .starttls) }
        var dumped = "\(settings)"
        dump(settings, to: &dumped)
        #expect(!dumped.contains("hush"))
    }
}

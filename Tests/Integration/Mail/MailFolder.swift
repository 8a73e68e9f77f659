import Foundation
import Mail
import Subprocess

/// A folder for one test, gone with it.
final class MailFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/mail-" + UUID().uuidString

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // nothing depends on it
    }

    /// A certificate that only its own holder vouches for.
    func makeCertificate(for name: String) async throws -> (certificate: String, key: String) {
        let (certificate, key) = (path + "/certificate.pem", path + "/key.pem")
        let outcome = try await run(
            .name("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", certificate,
            ], output: .discarded)
        guard outcome.terminationStatus.isSuccess else { throw MailSink.NotStarted() }
        return (certificate, key)
    }

    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
        return path + "/" + name
    }
}

extension MailMessage {
    /// A notice as the suite sends it.
    static func notice(
        to recipient: String = "siti@example.id", id: String = "0193.1@mpp.example.id", subject: String = "Izin terbit",
        text: String = "Selamat.\n"
    ) throws -> MailMessage {
        try MailMessage(
            from: MailAddress("mpp@example.id"), fromName: "MPP Digital Kota Probolinggo", to: MailAddress(recipient),
            subject: subject, text: text, messageID: id, date: Date(timeIntervalSince1970: 1_795_000_000),
            language: "id")
    }
}

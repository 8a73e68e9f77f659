import Contracts
import Foundation
import Logging
import Mail
import ServiceRuntime
import TestSupport
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct NotificationSettingsTests {
    private static let all = [
        "notification.channel": "file,smtp", "notification.fileDirectory": "/var/notices",
        "notification.office": "MPP", "tracking.url": "https://mpp.example/{number}",
        "templates.directory": "/etc/templates", "notification.parallelism": "3", "notification.leaseSeconds": "44",
        "notification.firstRetrySeconds": "2", "notification.longestRetrySeconds": "9",
        "notification.giveUpHours": "1", "smtp.url": "smtp://127.0.0.1:2525?encryption=none",
        "smtp.from": "mpp@probolinggo.example", "smtp.timeoutSeconds": "7", "keyring.file": "/run/ring",
        "broker.prefetch": "17",
    ]

    private func faults(_ values: [String: String]) -> [String] {
        let reader = SettingsReader(values: values)
        _ = NotificationSettings(reader)
        do throws(SettingsError) {
            try reader.finish()
            return []
        } catch {
            return error.faults.map(\.key)
        }
    }

    @Test func `all keys are read`() throws {
        let reader = SettingsReader(values: Self.all)
        let settings = NotificationSettings(reader)
        try reader.finish()
        #expect(settings.channels == [.file, .email])
        #expect(settings.fileDirectory == "/var/notices")
        #expect(settings.office == "MPP")
        #expect(settings.trackingURL == "https://mpp.example/{number}")
        #expect(settings.templatesDirectory == "/etc/templates")
        #expect(settings.parallelism == 3 && settings.leaseSeconds == 44 && settings.prefetch == 17)
        #expect(settings.policy == NoticePolicy(firstWait: 2, longestWait: 9, giveUpAge: 3600))
        #expect(settings.mail?.server?.port == 2525)
        #expect(settings.domain == "probolinggo.example")
    }

    @Test func `what is missing is listed at once`() {
        #expect(faults([:]) == ["keyring.file", "smtp.from", "smtp.url", "tracking.url"])
        #expect(faults(["notification.channel": "null"]) == ["keyring.file", "tracking.url"])
        #expect(
            faults(["notification.channel": "file"])
                == ["keyring.file", "notification.fileDirectory", "tracking.url"])
    }

    @Test(arguments: [
        ("notification.channel", "pigeon"), ("notification.channel", "smtp,smtp"), ("notification.parallelism", "0"),
        ("notification.leaseSeconds", "x"), ("notification.giveUpHours", "1.5"), ("tracking.url", "ftp://x"),
        ("smtp.from", "nobody"), ("smtp.url", "http://mail"), ("smtp.url", "smtp://h?encryption=rot13"),
        ("smtp.timeoutSeconds", "301"), ("broker.prefetch", "-1"),
    ])
    func `what is wrong is named`(_ key: String, _ value: String) {
        var values = Self.all
        values[key] = value
        #expect(faults(values).contains(key))
    }

    @Test(
        arguments: [
            ("smtp://mail.example", nil, "mail.example:587 (starttls)"),
            ("smtp://mail.example", "required", "mail.example:587 (starttls)"),
            ("smtps://mail.example", nil, "mail.example:465 (tls)"),
            ("smtps://mail.example", "required", "mail.example:465 (tls)"),
            ("smtp://127.0.0.1:2525", "off", "127.0.0.1:2525 (none)"),
            ("smtp://127.0.0.1:2525", "opportunistic", "127.0.0.1:2525 (opportunistic)"),
            ("smtps://mail.example", "off", nil), ("smtp://mail.example", "perhaps", "mail.example:587 (starttls)"),
        ] as [(String, String?, String?)])
    func `mail is encrypted unless settings say otherwise`(_ url: String, _ tls: String?, _ server: String?) throws {
        var values = Self.all
        values["smtp.url"] = url
        values["smtp.tls"] = tls
        let reader = SettingsReader(values: values)
        #expect(NotificationSettings(reader).mail?.server?.description == server)
        #expect(faults(values).isEmpty == (server != nil && tls != "perhaps"))
    }

    @Test func `a login is never sent in the open to another machine`() {
        var values = Self.all
        values["smtp.url"] = "smtp://mail.example"
        values["smtp.tls"] = "off"
        values["smtp.user"] = "mpp"
        values["smtp.password"] = "Kx83hfQz71Lm"
        #expect(faults(values) == ["smtp.url"])
        values["smtp.tls"] = "required"
        #expect(faults(values).isEmpty)
        values["smtp.password"] = nil
        #expect(faults(values) == ["smtp.url"])
    }

    @Test func `without mail notices have a domain that nobody owns, and a lease of their own`() throws {
        let settings = NotificationSettings(
            SettingsReader(values: ["notification.channel": "null", "tracking.url": "http://x", "keyring.file": "k"]))
        #expect(settings.domain == "mpp.invalid")
        #expect(settings.leaseSeconds == 70)
        #expect(settings.mail == nil)
    }

    @Test func `a start without servers, keys or templates lists every fault and prints no value`() async throws {
        try await withTemporaryDirectory { directory in
            try Data("version: 1\nsubject: x\n\n{{nik}}".utf8).write(
                to: URL(filePath: directory + "/received.id.mustache"))
            let reader = SettingsReader(values: [
                "notification.channel": "null", "tracking.url": "http://x", "keyring.file": directory + "/none",
                "templates.directory": directory, "broker.url": "amqp://u:hunter2hunter2@",
            ])
            let context = RuntimeContext(name: "notification", settings: reader, logger: .silent, mode: .test)
            let error = await #expect(throws: SettingsError.self) {
                _ = try await NotificationService.build(context: context)
            }
            let keys = Set((error?.faults ?? []).map(\.key))
            #expect(keys.isSuperset(of: ["database.url", "keyring.file", "templates.directory"]))
            #expect(error?.exitCode == .configuration)
            #expect(error?.description.contains("hunter2") == false)
        }
    }
}

import Foundation
import Logging
import ServiceRuntime
import TestSupport
import Testing

@testable import ArchivingService

@Suite(.timeLimit(.minutes(1))) struct ArchivingSettingsTests {
    private static let all = [
        "documents.directory": "/d", "documents.keysFile": "/dk", "archive.directory": "/a", "archive.keysFile": "/ak",
        "archive.firstRetrySeconds": "2", "archive.longestRetrySeconds": "9", "archive.patienceHours": "1",
        "archive.leaseSeconds": "7", "keyring.file": "/run/ring", "broker.prefetch": "17",
    ]

    private func faults(_ values: [String: String]) -> [String] {
        let reader = SettingsReader(values: values)
        _ = ArchivingSettings(reader)
        do throws(SettingsError) {
            try reader.finish()
            return []
        } catch {
            return error.faults.map(\.key)
        }
    }

    @Test func `all keys are read`() throws {
        let reader = SettingsReader(values: Self.all)
        let settings = ArchivingSettings(reader)
        try reader.finish()
        #expect(settings.documentsDirectory == "/d" && settings.documentsKeysFile == "/dk")
        #expect(settings.archiveDirectory == "/a" && settings.archiveKeysFile == "/ak")
        #expect(settings.policy == AccessionPolicy(firstWait: 2, longestWait: 9, patience: 3600))
        #expect(settings.leaseSeconds == 7 && settings.keyRingFile == "/run/ring" && settings.prefetch == 17)
    }

    @Test func `what is missing is listed at once`() {
        #expect(
            faults([:]) == [
                "archive.directory", "archive.keysFile", "documents.directory", "documents.keysFile", "keyring.file",
            ])
    }

    @Test(arguments: [
        ("archive.directory", "/d"), ("archive.firstRetrySeconds", "0"), ("archive.longestRetrySeconds", "x"),
        ("archive.patienceHours", "-1"), ("archive.leaseSeconds", "1"), ("broker.prefetch", "0"),
    ])
    func `what is wrong is named`(_ key: String, _ value: String) {
        var values = Self.all
        values[key] = value
        #expect(faults(values).contains(key))
    }

    @Test func `a start without servers and keys lists every fault and prints no value`() async throws {
        try await withTemporaryDirectory { directory in
            try Data("{\"current\":\"k\",\"keys\":{\"k\":\"aHVudGVyMg==\"}}".utf8).write(
                to: URL(filePath: directory + "/keys.json"))
            let reader = SettingsReader(values: [
                "documents.directory": directory + "/d", "documents.keysFile": directory + "/keys.json",
                "archive.directory": directory + "/a", "archive.keysFile": directory + "/none",
                "keyring.file": directory + "/keys.json", "auth.issuer": "https://issuer", "auth.audience": "mpp",
                "auth.jwksFile": directory + "/jwks.json",
            ])
            let context = RuntimeContext(name: "archiving", settings: reader, logger: .silent, mode: .test)
            let error = await #expect(throws: SettingsError.self) {
                _ = try await ArchivingService.build(context: context)
            }
            #expect(
                (error?.faults ?? []).map(\.key) == [
                    "archive.keysFile", "broker.url", "database.url", "documents.keysFile", "keyring.file",
                ])
            #expect(error?.description.contains("aHVudGVyMg") == false)
        }
    }
}

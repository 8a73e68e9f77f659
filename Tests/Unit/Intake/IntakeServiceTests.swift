import Contracts
import Foundation
import IntakeService
import Logging
import Sealing
import ServiceRuntime
import TestSupport
import Testing

@Suite("Building intake", .timeLimit(.minutes(1)))
struct IntakeServiceTests {
    private func build(_ values: [String: String]) async throws -> Int {
        let context = RuntimeContext(
            name: "intake", settings: SettingsReader(values: values), logger: .silent, mode: .test)
        return try await IntakeService.build(context: context).count
    }

    /// Settings of a service whose servers are away.
    private func values(in directory: String) throws -> [String: String] {
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory + "/catalogue", withIntermediateDirectories: true)
        func write(_ name: String, _ bytes: some Sequence<UInt8>) -> String {
            let path = directory + "/" + name
            _ = manager.createFile(atPath: path, contents: Data(bytes))
            return path
        }
        _ = write("catalogue/sample.json", try SampleService.definition.json())
        let ring = KeyRingFile.generate(
            epoch: "e1", audiences: ["application", "contact", "storage", "nik", "access-code"])
        let key = Data((0..<32).map { UInt8($0 * 7 % 251) }).base64EncodedString()
        return [
            "database.url": "postgres://intake:Zu7-kept-apart-9q@127.0.0.1:1/mpp?search_path=intake",
            "broker.url": "amqp://intake:Zu7-kept-apart-9q@127.0.0.1:1/mpp",
            "auth.issuer": "test", "auth.audience": "mpp", "auth.jwksFile": directory + "/jwks.json",
            "public.url": "https://mpp.example.invalid", "catalogue.directory": directory + "/catalogue",
            "documents.directory": directory + "/documents",
            "documents.keysFile": write("document-keys.json", #"{"current":"k1","keys":{"k1":"\#(key)"}}"#.utf8),
            "keyring.file": write("keyring.json", try ring.json()), "http.port": "0",
        ]
    }

    @Test func `it is built without any server`() async throws {
        try await withTemporaryDirectory { directory in
            let parts = try await build(try values(in: directory))
            #expect(parts >= 5)
        }
    }

    @Test func `every missing setting is told at once`() async throws {
        do {
            _ = try await build([:])
            Issue.record("it was built out of nothing")
        } catch let error as SettingsError {
            let keys = Set(error.faults.map(\.key))
            #expect(
                keys.isSuperset(of: [
                    "database.url", "broker.url", "auth.issuer", "auth.audience", "catalogue.directory",
                    "documents.directory", "documents.keysFile", "keyring.file", "public.url",
                ]))
            #expect(error.exitCode == .configuration)
        }
    }

    @Test(arguments: [
        ("keyring.file", "/nowhere"), ("documents.keysFile", "/nowhere"), ("catalogue.directory", "/nowhere"),
        ("documents.directory", "/proc/nowhere"), ("database.url", "postgres://host:port"), ("broker.url", "http://x"),
        ("nudge.firstSeconds", "soon"), ("limits.groupSize", "0"), ("public.url", "ftp://x"),
        ("documents.maxBytes", "1"),
    ])
    func `a wrong setting refuses the start and its value is not told`(key: String, value: String) async throws {
        try await withTemporaryDirectory { directory in
            var values = try values(in: directory)
            values[key] = value
            do {
                _ = try await build(values)
                Issue.record("it was built with a wrong \(key)")
            } catch let error as SettingsError {
                #expect(Set(error.faults.map(\.key)) == [key])
                #expect(!error.description.contains(value) || value.count < 2)
            }
        }
    }

    @Test func `a key ring without what intake needs refuses the start`() async throws {
        try await withTemporaryDirectory { directory in
            var values = try values(in: directory)
            let path = directory + "/poor.json"
            let poor = try KeyRingFile.generate(epoch: "e1", audiences: ["application", "contact"]).json()
            _ = FileManager.default.createFile(atPath: path, contents: poor)
            values["keyring.file"] = path
            do {
                _ = try await build(values)
                Issue.record("it was built with a poor key ring")
            } catch let error as SettingsError {
                #expect(error.faults.count == 3)
            }
        }
    }

    @Test func `the catalogue's faults name file and place`() async throws {
        try await withTemporaryDirectory { directory in
            let values = try values(in: directory)
            _ = FileManager.default.createFile(atPath: directory + "/catalogue/broken.json", contents: Data("{}".utf8))
            do {
                _ = try await build(values)
                Issue.record("it was built with a broken catalogue")
            } catch let error as SettingsError {
                #expect(error.description.contains("broken.json#/code"))
            }
        }
    }
}

import Contracts
import Foundation
import Sealing
import ServiceRuntime
import TestSupport
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct SecretFolderTests {
    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    private func withFolder(_ body: (SecretFolder) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let folder = SecretFolder(path: directory + "/secrets")
            try folder.prepare()
            try await body(folder)
        }
    }

    private func ring(_ folder: SecretFolder, _ name: String) throws -> KeyRingFile {
        try JSONDecoder().decode(KeyRingFile.self, from: Data(contentsOf: URL(filePath: folder.path + "/" + name)))
    }

    @Test func `the folder and every secret are their owner's alone`() async throws {
        try await withFolder { folder in
            var folder = folder
            try folder.makePassword("broker-dukcapil")
            try folder.makeKeyRings()
            try folder.makeStoreKeys(Secrets.documentKeys)
            try folder.makeTestIssuer()
            #expect(try mode(folder.path) == 0o700)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files.count >= 8)
            for file in files where file != Secrets.tokenKeySet {
                #expect(try mode(folder.path + "/" + file) == 0o600, "\(file)")
            }
        }
    }

    @Test func `what is there stays as it is, and a second run makes nothing`() async throws {
        try await withFolder { folder in
            var first = folder
            try first.makePassword("broker-dukcapil")
            try first.makeKeyRings()
            let before = try Data(contentsOf: URL(filePath: folder.path + "/broker-dukcapil"))
            let keys = try ring(folder, Secrets.wholeKeyRing)
            var second = folder
            try second.makePassword("broker-dukcapil")
            try second.makeKeyRings()
            #expect(first.made == ["broker-dukcapil", Secrets.wholeKeyRing])
            #expect(second.made.isEmpty)
            #expect(try Data(contentsOf: URL(filePath: folder.path + "/broker-dukcapil")) == before)
            #expect(try ring(folder, Secrets.wholeKeyRing) == keys)
        }
    }

    @Test func `passwords are long, each its own, and no sample`() async throws {
        try await withFolder { folder in
            var folder = folder
            var passwords: Set<String> = []
            for service in ServiceName.allCases {
                try folder.makePassword(Secrets.databasePassword(service))
                passwords.insert(
                    try String(contentsOfFile: folder.path + "/" + Secrets.databasePassword(service), encoding: .utf8))
            }
            #expect(passwords.count == 4)
            #expect(passwords.allSatisfy { $0.count == 48 && SampleSecret.weakness(of: $0, minimumBytes: 16) == nil })
        }
    }

    @Test func `each service gets the keys of the parts it reads and no others`() async throws {
        try await withFolder { folder in
            var folder = folder
            try folder.makeKeyRings()
            let expected: [ServiceName: Set<String>] = [
                .intake: ["application", "contact", "nik", "access-code", "intake", "storage"],
                .verification: ["application", "nik", "verification", "storage"],
                .notification: ["contact", "notification", "storage"],
                .archiving: ["application", "archiving", "storage"],
            ]
            let whole = try #require(try ring(folder, Secrets.wholeKeyRing).epochs["e1"])
            var storages: Set<String> = []
            for service in ServiceName.allCases {
                let part = try #require(try ring(folder, Secrets.keyRing(service)).epochs["e1"])
                #expect(Set(part.keys) == expected[service], "\(service)")
                #expect(part["storage"] == whole["storage-\(service.rawValue)"])
                #expect(part["application"] == nil || part["application"] == whole["application"])
                storages.insert(part["storage"] ?? "")
            }
            #expect(storages.count == 4)
        }
    }

    @Test func `audiences of a later version are added, and the keys that are there stay`() async throws {
        try await withFolder { folder in
            let old = KeyRingFile.generate(epoch: "e1", audiences: ["application", "contact"])
            try old.json().write(to: URL(filePath: folder.path + "/" + Secrets.wholeKeyRing))
            var folder = folder
            try folder.makeKeyRings()
            let now = try #require(try ring(folder, Secrets.wholeKeyRing).epochs["e1"])
            #expect(now["application"] == old.epochs["e1"]?["application"])
            #expect(now["storage-archiving"] != nil)
            #expect(try mode(folder.path + "/" + Secrets.wholeKeyRing) == 0o600)
        }
    }

    @Test(arguments: ["", "short", "changeme-changeme-changeme", "aaaaaaaaaaaaaaaaaaaaaaaa"])
    func `a short or sample secret is refused without being shown`(text: String) async throws {
        try await withFolder { folder in
            try Data(text.utf8).write(to: URL(filePath: folder.path + "/broker-intake"))
            let environment = OperatorEnvironment(values: ["MPP_SECRETS": folder.path])
            let failure = #expect(throws: OperatorCommands.CommandFailure.self) {
                try environment.secret("broker-intake")
            }
            #expect(failure?.code == .configuration)
            #expect(failure?.message.contains("broker-intake") == true)
            #expect(text.isEmpty || failure?.message.contains(text) == false)
        }
    }

    @Test func `a missing secret says how to make it`() async throws {
        try await withFolder { folder in
            let environment = OperatorEnvironment(values: ["MPP_SECRETS": folder.path])
            let failure = #expect(throws: OperatorCommands.CommandFailure.self) {
                try environment.secret("broker-intake")
            }
            #expect(failure?.code == .configuration)
            #expect(failure?.message.contains("mpp keys generate --directory \(folder.path)") == true)
        }
    }
}

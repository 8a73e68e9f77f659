import Contracts
import Foundation
import Sealing
import ServiceRuntime

/// The folder of a suite's secrets; makes what is missing and never changes what is there.
struct SecretFolder {
    let path: String
    /// The names of the secrets made.
    private(set) var made: [String] = []

    init(path: String) {
        self.path = path
    }

    /// Makes the folder, for its owner only.
    func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Makes a secret that is missing.
    mutating func make(_ name: String, _ content: () throws -> Data) throws {
        guard !FileManager.default.fileExists(atPath: path + "/" + name) else { return }
        try write(name, try content())
        made.append(name)
    }

    /// Makes a password of 192 random bits.
    mutating func makePassword(_ name: String) throws {
        try make(name) { Data(Self.randomText(bytes: 24).utf8) }
    }

    /// Makes the whole key ring, and each service's part of it; audiences that came with a later version are added.
    mutating func makeKeyRings() throws {
        let audiences =
            ["application", "contact", "nik", "access-code"] + ServiceName.allCases.map(\.rawValue)
            + ServiceName.allCases.map { "storage-\($0.rawValue)" }
        try make(Secrets.wholeKeyRing) { try KeyRingFile.generate(epoch: "e1", audiences: audiences).json() }
        let present = try JSONDecoder().decode(
            KeyRingFile.self, from: Data(contentsOf: URL(filePath: path + "/" + Secrets.wholeKeyRing)))
        let whole = present.adding(audiences)
        if whole != present { try write(Secrets.wholeKeyRing, try whole.json()) }
        for service in ServiceName.allCases {
            try write(Secrets.keyRing(service), try Self.part(of: whole, for: service).json())
        }
    }

    /// The keys a service needs: those of the parts it reads, its own, and its storage's.
    private static func part(of whole: KeyRingFile, for service: ServiceName) -> KeyRingFile {
        let shared: [String]
        switch service {
        case .intake: shared = ["application", "contact", "nik", "access-code"]
        case .verification: shared = ["application", "nik"]
        case .notification: shared = ["contact"]
        case .archiving: shared = ["application"]
        }
        let storage = "storage-\(service.rawValue)"
        var part = whole.restricted(to: shared + [service.rawValue, storage])
        part.epochs = part.epochs.mapValues { keys in
            var keys = keys
            keys["storage"] = keys.removeValue(forKey: storage)
            return keys
        }
        return part
    }

    /// Makes the master keys of a document store.
    mutating func makeStoreKeys(_ name: String) throws {
        try make(name) {
            let key = Data(KeyRingFile.randomBytes(32)).base64EncodedString()
            return try JSONEncoder().encode(StoreKeys(current: "k1", keys: ["k1": key]))
        }
    }

    /// Makes the test issuer's key pair.
    mutating func makeTestIssuer() throws {
        guard !FileManager.default.fileExists(atPath: path + "/" + Secrets.tokenKey) else { return }
        try TestTokenIssuer.createKey(
            keyFile: path + "/" + Secrets.tokenKey, jwksFile: path + "/" + Secrets.tokenKeySet, mode: .test)
        made.append(Secrets.tokenKey)
    }

    /// Random text that is safe in URLs and files.
    static func randomText(bytes: Int) -> String {
        KeyRingFile.randomBytes(bytes).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    private struct StoreKeys: Encodable {
        let current: String
        let keys: [String: String]
    }

    private func write(_ name: String, _ content: Data) throws {
        let file = path + "/" + name
        if FileManager.default.contents(atPath: file) == content { return }
        // Written beside under its own mode first, so that a half-written secret never has the secret's name.
        let draft = file + ".new"
        guard
            FileManager.default.createFile(
                atPath: draft, contents: content, attributes: [.posixPermissions: 0o600])
        else { throw CommandFailure.fault("\(draft) cannot be written") }
        if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
        try FileManager.default.moveItem(atPath: draft, toPath: file)
    }
}

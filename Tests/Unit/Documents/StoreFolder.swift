import Foundation

@testable import Documents

/// A folder for one test, gone with it, and stores on it.
final class StoreFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/documents-" + UUID().uuidString

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // nothing depends on it
    }

    static let key = (0..<32).map { UInt8($0 &* 7 &+ 3) }
    static let otherKey = (0..<32).map { UInt8($0 &* 5 &+ 1) }

    func store(
        _ name: String = "a", current: String = "k1", keys: [String: [UInt8]] = ["k1": StoreFolder.key]
    ) throws -> EncryptedDocumentStore {
        try EncryptedDocumentStore(
            directory: path + "/" + name, keys: DocumentKeys(current: current, keys: keys))
    }

    /// A store whose disk is full.
    func fullStore() throws -> EncryptedDocumentStore {
        var files = DocumentFiles(directory: path + "/full")
        files.create = { name in
            guard FileManager.default.createFile(atPath: name, contents: nil),
                let handle = FileHandle(forWritingAtPath: "/dev/full")
            else { throw CocoaError(.fileWriteUnknown) }
            return handle
        }
        return try EncryptedDocumentStore(files: files, keys: DocumentKeys(current: "k1", keys: ["k1": Self.key]))
    }

    /// All regular files below the folder.
    func filesLeft() -> [String] {
        guard let all = FileManager.default.enumerator(atPath: path) else { return [] }
        return all.compactMap { $0 as? String }.filter { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)  // gone meanwhile
            return attributes?[.type] as? FileAttributeType == .typeRegular
        }
    }
}

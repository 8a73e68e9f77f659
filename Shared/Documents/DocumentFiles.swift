import Contracts
import Foundation

/// The store's folders and files; every call may block.
///
/// - Shape: `<directory>/<first two digits of the id>/<id>.doc`; what is being written lies in `<directory>/.incoming`
///   on the same file system, so that the rename is atomic. Folders have mode 700, files 600.
struct DocumentFiles: Sendable {
    static let suffix = ".doc"

    let directory: String
    /// Opens a new file for writing; a test puts a full device here.
    var create: @Sendable (String) throws -> FileHandle = DocumentFiles.createFile

    var incoming: String { directory + "/.incoming" }

    func folder(of id: DocumentID) -> String { directory + "/" + id.uuid.uuidString.lowercased().prefix(2) }

    func path(of id: DocumentID) -> String { folder(of: id) + "/" + id.uuid.uuidString.lowercased() + Self.suffix }

    @Sendable
    private static func createFile(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSUnderlyingErrorKey: POSIXError(currentErrno)]) }
        return handle
    }

    private static var currentErrno: POSIXErrorCode { POSIXErrorCode(rawValue: errno) ?? .EIO }

    /// Makes the folders; the ones that are there stay as they are.
    func prepare() throws {
        try makeFolder(directory)
        try makeFolder(incoming)
    }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// A new file under a name of its own.
    func createIncoming() throws -> (path: String, handle: FileHandle) {
        let path = incoming + "/" + UUID().uuidString.lowercased()
        return (path, try create(path))
    }

    /// Puts a complete file in its place: it is on disk before it has its name, and the name is on disk before this
    /// returns.
    func publish(_ path: String, _ handle: FileHandle, as id: DocumentID) throws {
        try handle.synchronize()
        try handle.close()
        let folder = folder(of: id)
        if !FileManager.default.fileExists(atPath: folder) {
            try makeFolder(folder)
            try synchronizeFolder(directory)
        }
        try FileManager.default.moveItem(atPath: path, toPath: self.path(of: id))
        try synchronizeFolder(folder)
    }

    func synchronizeFolder(_ path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path, directoryHint: .isDirectory))
        try handle.synchronize()
        try handle.close()
    }

    /// Opens a document; its length comes with it.
    func open(_ id: DocumentID) throws -> (handle: FileHandle, length: UInt64)? {
        guard let handle = FileHandle(forReadingAtPath: path(of: id)) else {
            guard FileManager.default.fileExists(atPath: path(of: id)) else { return nil }
            throw CocoaError(.fileReadNoPermission)
        }
        let length = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
        return (handle, length)
    }

    /// Removes a document.
    ///
    /// - Returns: false when there was none.
    func remove(_ id: DocumentID) throws -> Bool {
        let path = path(of: id)
        guard FileManager.default.fileExists(atPath: path) else { return false }
        try FileManager.default.removeItem(atPath: path)
        try synchronizeFolder(folder(of: id))
        return true
    }

    /// The files of a folder that were last written before a moment.
    func files(in folder: String, before moment: Date) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)  // gone meanwhile
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return false }
            return (attributes?[.modificationDate] as? Date).map { $0 < moment } ?? false
        }
    }

    /// The two-digit folders.
    func folders() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.count == 2 }.sorted()
    }
}

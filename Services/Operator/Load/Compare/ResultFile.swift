import Foundation

/// The result of a run on disk.
enum ResultFile {
    /// The file's name in a run's folder.
    static let name = "result.json"

    /// Reads a result from its file or from the folder that holds it.
    /// - Throws: `CommandFailure` that says which file and what is wrong with it.
    static func read(_ path: String) throws -> LoadResult {
        let files = [path + "/" + name, path]
        guard
            let (file, data) = files.lazy.compactMap({ file in
                FileManager.default.contents(atPath: file).map { (file, $0) }
            }).first
        else {
            throw CommandFailure.configuration("\(path) cannot be read: name a \(name) or the folder of a run.")
        }
        do {
            return try JSONDecoder().decode(LoadResult.self, from: data)
        } catch {
            throw CommandFailure.configuration("\(file) is no result of this version of mpp load: \(error)")
        }
    }
}

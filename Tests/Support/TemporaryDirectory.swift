import FoundationEssentials

/// Runs the body with a folder of its own, which is removed afterwards.
///
/// - Throws: what the body throws, or why the folder could not be made.
package func withTemporaryDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    let path = FileManager.default.temporaryDirectory.path + "/mpp-" + TestNames.unique()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer {
        // Left over files of a test cost nothing but room, so a failure to remove them is not worth a failed test.
        try? FileManager.default.removeItem(atPath: path)
    }
    return try await body(path)
}

import Foundation
import Testing

/// Certificates made with `openssl` for one test.
struct Certificates {
    /// The folder that holds them.
    let folder: URL

    /// Makes an authority and a certificate of it for the names and addresses.
    init(for names: String) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "subjectAltName=\(names)\n".write(to: folder.appending(path: "names"), atomically: true, encoding: .utf8)
        try await run(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-authority -keyout ca.key -out ca.pem"
        )
        try await run(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=broker -keyout key.pem -out request.pem"
        )
        try await run(
            "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem")
    }

    /// The path of one file.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Deletes them.
    func remove() throws { try FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: String) async throws {
        try await HelperProcess.run(["openssl"] + arguments.split(separator: " ").map(String.init), in: folder)
    }
}

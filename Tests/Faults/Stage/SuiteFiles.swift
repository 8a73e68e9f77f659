import Foundation
import TestSupport

/// Files and file systems that a suite of faults needs before it is up.
enum SuiteFiles {
    /// The catalogue in the checkout.
    static func shippedCatalogue(_ file: String = #filePath) -> String {
        // Tests/Faults/Stage/SuiteFiles.swift
        var checkout = URL(filePath: file)
        for _ in 0..<4 { checkout.deleteLastPathComponent() }
        return checkout.path + "/Services/Verification/Data/catalogue"
    }

    /// The room for documents where the machine lets them have a small file system of their own.
    ///
    /// - Units: bytes.
    static let documentsBytes = 64 << 20

    /// Gives the documents a small file system of their own, where that can be done without touching the machine's.
    static func prepare(_ suite: LocalSuite) async throws {
        let folder = suite.state + "/documents"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard Machine.hasOwnMounts else { return }
        try await mount(folder, bytes: documentsBytes)
    }

    /// Mounts a small file system in memory.
    static func mount(_ folder: String, bytes: Int, owner: String? = nil) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try await Command.check("mount", ["-t", "tmpfs", "-o", "size=\(bytes),mode=0700", "tmpfs", folder])
        if let owner { _ = try await Command.check("chown", [owner, folder]) }
    }

    /// Leaves no room in a file system.
    static func fill(_ folder: String) async throws {
        let result = try await Command.run("dd", ["if=/dev/zero", "of=\(folder)/.filler", "bs=64k"])
        guard result.errors.contains("No space left") else {
            throw Unexpected("\(folder) could not be filled: \(result)")
        }
    }

    /// Gives the room back.
    static func unfill(_ folder: String) {
        // Without the file there is nothing to give back.
        try? FileManager.default.removeItem(atPath: folder + "/.filler")
    }
}

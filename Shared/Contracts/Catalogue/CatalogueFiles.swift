import Foundation

/// Reads the JSON files of a directory and gathers their faults.
enum CatalogueFiles {
    /// The largest file that is read.
    static let maximumBytes = 1024 * 1024

    /// Reads every `*.json` file of a directory and its sub-directories, by name.
    ///
    /// - Throws: `CatalogueViolation` with every fault of every file.
    static func read<Value>(
        directory: String, _ make: (JSONValue) throws(ContractViolation) -> Value
    ) throws(CatalogueViolation) -> [(name: String, value: Value)] {
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: directory).filter { $0.hasSuffix(".json") }
        } catch {
            throw violation(directory, "directory", "cannot be listed")
        }
        guard !names.isEmpty else {
            throw violation(directory, "empty", "must hold at least one .json file, in itself or a sub-directory")
        }
        var faults: [CatalogueFault] = []
        var values: [(name: String, value: Value)] = []
        for name in names.sorted() {
            do throws(ContractViolation) {
                values.append((name, try make(JSONValue(json: bytes(of: directory + "/" + name)))))
            } catch {
                faults += error.faults.map { CatalogueFault(file: name, fault: $0) }
            }
        }
        if !faults.isEmpty { throw CatalogueViolation(faults: faults) }
        return values
    }

    private static func bytes(of path: String) throws(ContractViolation) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw ContractViolation(code: "file", message: "cannot be read")
        }
        guard bytes.count <= maximumBytes else {
            throw ContractViolation(code: "file", message: "must have at most \(maximumBytes) bytes")
        }
        return bytes
    }

    private static func violation(_ file: String, _ code: String, _ message: String) -> CatalogueViolation {
        CatalogueViolation(faults: [CatalogueFault(file: file, fault: Fault(pointer: "", code: code, message: message))]
        )
    }
}

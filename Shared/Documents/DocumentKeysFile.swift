import Foundation

/// The file of a document store's master keys.
///
/// - Shape: `{"current": "<name>", "keys": {"<name>": "<32 bytes in base 64>"}}`.
package struct DocumentKeysFile: Decodable {
    private let current: String
    private let keys: [String: Data]

    /// Reads the keys of a file.
    ///
    /// - Throws: when the file cannot be read or holds no usable keys; never with its content.
    package static func load(_ path: String) throws -> DocumentKeys {
        let file = try JSONDecoder().decode(DocumentKeysFile.self, from: try Data(contentsOf: URL(filePath: path)))
        return try DocumentKeys(current: file.current, keys: file.keys.mapValues { Array($0) })
    }
}

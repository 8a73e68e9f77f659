/// The master keys of a document store: one to write with, all of them to read with.
///
/// - Shape: every key has 32 bytes and a short name; each document gets a key of its own derived from the master.
package struct DocumentKeys: Sendable {
    /// The bytes of a master key.
    package static let keyLength = 32

    let current: String
    private let keys: [String: [UInt8]]

    /// Takes the keys by name.
    ///
    /// - Throws: `DocumentError.invalidKeys` for an unknown current name, a name that is not 1 to 64 visible ASCII
    ///   characters, and a key that is not 32 bytes long or repeats one byte; refuse the start.
    package init(current: String, keys: [String: [UInt8]]) throws(DocumentError) {
        guard keys[current] != nil else { throw .invalidKeys("the current key \(current) is not among them") }
        for (name, key) in keys {
            guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw .invalidKeys("a key's name is not 1 to 64 visible ASCII characters")
            }
            guard key.count == Self.keyLength else { throw .invalidKeys("the key \(name) is not 32 bytes long") }
            guard Set(key).count > 1 else { throw .invalidKeys("the key \(name) repeats one byte") }
        }
        self.current = current
        self.keys = keys
    }

    subscript(name: String) -> [UInt8]? { keys[name] }
}

extension DocumentKeys: CustomStringConvertible, CustomReflectable {
    /// The names, never the keys.
    package var description: String { "DocumentKeys(current: \(current), \(keys.count) in all)" }

    /// Keeps the keys out of dumps.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

package import Foundation

/// The file of a key ring: master keys by epoch and audience, from which each region's keys are derived.
///
/// - Shape: `{"current": "e1", "epochs": {"e1": {"application": "<32 bytes in base 64>", …}}}`. New content is sealed in
///   the current epoch; the others only open.
package struct KeyRingFile: Codable, Sendable, Equatable {
    /// The epoch that seals.
    package var current: String
    /// Master keys in base 64 by audience, by epoch.
    package var epochs: [String: [String: String]]

    /// Collects the parts.
    package init(current: String, epochs: [String: [String: String]]) {
        self.current = current
        self.epochs = epochs
    }

    /// New random master keys.
    package static func generate(epoch: String, audiences: [String]) -> KeyRingFile {
        KeyRingFile(current: epoch, epochs: [epoch: Dictionary(uniqueKeysWithValues: audiences.map { ($0, newKey()) })])
    }

    /// The same ring with a key in every epoch for audiences that have none yet.
    package func adding(_ audiences: [String]) -> KeyRingFile {
        var ring = self
        for epoch in ring.epochs.keys {
            for audience in audiences where ring.epochs[epoch]?[audience] == nil {
                ring.epochs[epoch]?[audience] = Self.newKey()
            }
        }
        return ring
    }

    /// The ring of a service: only the audiences it needs.
    package func restricted(to audiences: [String]) -> KeyRingFile {
        KeyRingFile(
            current: current, epochs: epochs.mapValues { keys in keys.filter { audiences.contains($0.key) } })
    }

    /// The file's bytes.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(self)
    }

    /// Bytes of the system's random number generator.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        // The generator asks the kernel at each call, so a word is taken apart rather than a byte drawn.
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            let word = generator.next()
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return Array(bytes.prefix(count))
    }

    private static func newKey() -> String { Data(randomBytes(32)).base64EncodedString() }
}

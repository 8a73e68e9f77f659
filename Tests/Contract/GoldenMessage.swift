import Contracts
import Foundation
import Testing

/// A message whose bytes are kept for ever: written once, they must be written the same and read for all time.
struct GoldenMessage: Sendable, CustomTestStringConvertible {
    /// The type.
    let type: MessageType
    /// What is special about it; the file's name.
    let name: String
    /// The bytes that the present code writes.
    let written: @Sendable () throws -> [UInt8]
    /// Whether bytes are read as the value.
    let isReadFrom: @Sendable ([UInt8]) throws -> Bool

    /// Keeps a value.
    init<Body: MessageBody & Equatable>(_ name: String, _ value: Body) {
        type = Body.type
        self.name = name
        written = { try ContractCoding.encode(value) }
        isReadFrom = { try ContractCoding.decode(Body.self, from: $0) == value }
    }

    /// Where the bytes are kept.
    var file: URL { Self.folder.appendingPathComponent(type.rawValue).appendingPathComponent(name + ".json") }

    /// Where all bytes are kept.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

    /// The type and what is special about it.
    var testDescription: String { "\(type) \(name)" }
}

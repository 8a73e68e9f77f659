import Foundation

/// A keyed hash by which equal persons are found without knowing who they are.
///
/// - Shape: HMAC-SHA-256 in base 64 and the name of its key.
public struct LookupHash: Codable, Hashable, Sendable {
    /// The key.
    public var keyID: String
    /// The 32 bytes of the hash.
    public var hmac: [UInt8]

    private enum CodingKeys: String, CodingKey {
        case keyID = "keyId"
        case hmac
    }

    /// A hash under a named key.
    public init(keyID: String, hmac: [UInt8]) {
        self.keyID = keyID
        self.hmac = hmac
    }

    /// Reads base 64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        keyID = try container.decode(String.self, forKey: .keyID)
        guard let data = Data(base64Encoded: try container.decode(String.self, forKey: .hmac)) else {
            throw DecodingError.dataCorruptedError(forKey: .hmac, in: container, debugDescription: "no base 64")
        }
        hmac = Array(data)
    }

    /// Writes base 64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(keyID, forKey: .keyID)
        try container.encode(Data(hmac).base64EncodedString(), forKey: .hmac)
    }

    /// Checks name and length.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.length(keyID, 1...128, pointer + "/keyId")
        faults.require(hmac.count == 32, pointer + "/hmac", "length", "must be base 64 of 32 bytes")
    }
}

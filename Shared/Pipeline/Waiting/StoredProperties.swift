import Contracts
import Foundation

/// The properties of a waiting message as its row keeps them: JSON that PostgreSQL can read too, so without NUL characters.
struct StoredProperties: Codable {
    private struct Header: Codable {
        let name: String
        let text: String?
        let number: Int64?
        let truth: Bool?
    }

    private let contentType: String?
    private let messageID: String?
    private let type: String?
    private let correlationID: String?
    private let appID: String?
    private let timestampSeconds: UInt64?
    private let userID: String?
    private let headers: [Header]

    init(_ properties: WireProperties) {
        contentType = properties.contentType?.storable
        messageID = properties.messageID?.storable
        type = properties.type?.storable
        correlationID = properties.correlationID?.storable
        appID = properties.appID?.storable
        timestampSeconds = properties.timestampSeconds
        userID = properties.userID?.storable
        headers = properties.headers.map { name, value in
            let name = name.storable
            return switch value {
            case .string(let text): Header(name: name, text: text.storable, number: nil, truth: nil)
            case .integer(let number): Header(name: name, text: nil, number: number, truth: nil)
            case .boolean(let truth): Header(name: name, text: nil, number: nil, truth: truth)
            }
        }
    }

    /// The properties as they arrived.
    var properties: WireProperties {
        WireProperties(
            contentType: contentType, messageID: messageID, type: type, correlationID: correlationID, appID: appID,
            timestampSeconds: timestampSeconds, userID: userID,
            headers: headers.compactMap { header in
                if let text = header.text { return (header.name, .string(text)) }
                if let number = header.number { return (header.name, .integer(number)) }
                return header.truth.map { (header.name, .boolean($0)) }
            })
    }

    /// Encodes properties for a row.
    static func encode(_ properties: WireProperties) throws -> [UInt8] {
        Array(try JSONEncoder().encode(StoredProperties(properties)))
    }

    /// Decodes what a row keeps.
    static func decode(_ bytes: [UInt8]) throws -> WireProperties {
        try JSONDecoder().decode(StoredProperties.self, from: Data(bytes)).properties
    }
}

import Contracts

/// The names of the suite's secrets, each a file in one folder.
enum Secrets {
    /// A service's password at PostgreSQL.
    static func databasePassword(_ service: ServiceName) -> String { "database-\(service.rawValue)" }
    /// A user's password at RabbitMQ: a service or an agency.
    static func brokerPassword(_ user: String) -> String { "broker-\(user)" }
    /// A service's part of the key ring.
    static func keyRing(_ service: ServiceName) -> String { "keyring-\(service.rawValue).json" }
    /// The whole key ring, from which the services' parts are cut.
    static let wholeKeyRing = "keyring.json"
    /// The master keys of the document store that intake, verification and archiving share.
    static let documentKeys = "document-keys.json"
    /// The master keys of the archive's own document store.
    static let archiveKeys = "archive-keys.json"
    /// The private key of the test issuer.
    static let tokenKey = "test-issuer.pem"
    /// The public keys of the test issuer.
    static let tokenKeySet = "test-issuer-jwks.json"
}

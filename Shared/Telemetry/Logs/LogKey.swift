package import Logging

/// The metadata keys of our log lines.
///
/// - Source: OpenTelemetry semantic conventions; ours stand under `mpp.`.
package enum LogKey: String, CaseIterable, Sendable {
    case agency = "mpp.agency.code"
    case attempt = "mpp.attempt"
    case batchSize = "mpp.batch.size"
    case check = "mpp.check.code"
    case checkID = "mpp.check.id"
    case component = "mpp.component"
    case count = "mpp.count"
    case databaseOperation = "db.operation.name"
    case destination = "messaging.destination.name"
    case document = "mpp.document.id"
    case duration = "mpp.duration.ms"
    case errorType = "error.type"
    case httpMethod = "http.request.method"
    case httpRoute = "http.route"
    case httpStatus = "http.response.status_code"
    case messageID = "messaging.message.id"
    case messageType = "mpp.message.type"
    case notice = "mpp.notice.id"
    case port = "server.port"
    case queue = "mpp.queue"
    case reason = "mpp.reason"
    case region = "mpp.region"
    case requestID = "mpp.request.id"
    case routingKey = "messaging.rabbitmq.destination.routing_key"
    case sequence = "mpp.sequence"
    case server = "server.address"
    case service = "service.name"
    case sqlState = "db.response.status_code"
    case state = "mpp.state"
    case submission = "mpp.submission.id"
    case version = "service.version"
}

extension Logger.Metadata {
    /// Metadata from our own keys only: `metadata: .keys([.queue: "intake.events"])`.
    package static func keys(_ pairs: KeyValuePairs<LogKey, Logger.MetadataValue>) -> Logger.Metadata {
        Logger.Metadata(pairs.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { _, last in last })
    }
}

extension Logger {
    /// One of our metadata values of this logger.
    package subscript(key: LogKey) -> Logger.MetadataValue? {
        get { self[metadataKey: key.rawValue] }
        set { self[metadataKey: key.rawValue] = newValue }
    }
}

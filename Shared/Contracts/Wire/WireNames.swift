/// Every name that stands on the wire; nothing else in the suite spells one out.
public enum WireNames {
    /// The exchanges.
    public enum Exchange {
        /// Where the services tell what happened; topic, `<type>.<region>`.
        public static let events = "mpp.events"
        /// Where agencies are asked; topic, `<agency>.<check>`.
        public static let work = "mpp.work"
        /// Where agencies answer; topic, `<agency>.<check>`.
        public static let results = "mpp.results"
        /// Where the broker puts what a queue gave up; direct, the owner's name.
        public static let dead = "mpp.dead"
        /// Where events and results go that no queue wants; fanout.
        public static let unrouted = "mpp.unrouted"
    }

    /// The queues.
    public enum Queue {
        /// The queue of a service's events.
        public static func events(_ service: ServiceName) -> String { "\(service.rawValue).events" }
        /// The agencies' answers.
        public static let results = "verification.results"
        /// What a service's queues gave up.
        public static func dead(_ service: ServiceName) -> String { "\(service.rawValue).dead" }
        /// What the agencies' queues gave up.
        public static let agencyDead = "agency.dead"
        /// What no queue wanted.
        public static let unrouted = "unrouted"
        /// The work of one agency's check.
        public static func agency(_ agency: AgencyCode, _ check: CheckCode) -> String {
            "agency.\(agency.value).\(check.value)"
        }
        /// The queue of a further subscriber to events.
        public static func subscriber(_ name: AgencyCode) -> String { "subscriber.\(name.value)" }
    }

    /// The keys under which dead letters travel.
    public enum DeadKey {
        /// The key of a service's dead letters.
        public static func service(_ service: ServiceName) -> String { service.rawValue }
        /// The key of all agencies' dead letters.
        public static let agency = "agency"
    }

    /// The headers.
    public enum Header {
        /// The CloudEvents version.
        public static let specVersion = "cloudEvents_specversion"
        /// The message's identifier.
        public static let id = "cloudEvents_id"
        /// The message's type.
        public static let type = "cloudEvents_type"
        /// The sender.
        public static let source = "cloudEvents_source"
        /// The application that the message is about.
        public static let subject = "cloudEvents_subject"
        /// When what it tells happened.
        public static let time = "cloudEvents_time"
        /// The name of the body's JSON Schema.
        public static let dataSchema = "cloudEvents_dataschema"
        /// The region.
        public static let region = "mpp-region"
        /// The place in the sender's messages about this application.
        public static let sequence = "mpp-sequence"
        /// The message that caused this one.
        public static let causation = "mpp-causation"
        /// Which attempt this is.
        public static let attempt = "mpp-attempt"
        /// The trace.
        public static let traceparent = "traceparent"
        /// The trace's further state.
        public static let tracestate = "tracestate"
    }

    /// The CloudEvents version that the headers follow.
    public static let specVersion = "1.0"
    /// The media type of every body.
    public static let contentType = "application/json"
    /// The largest body of a message.
    ///
    /// - Units: bytes.
    public static let maximumBodyBytes = 120 * 1024

    /// The key of an event: `<type>.<region digits>`.
    public static func routingKey(_ type: MessageType, _ region: RegionCode) -> String {
        "\(type.rawValue).\(region.digits)"
    }

    /// The key by which a queue takes an event of every region: `<type>.*`.
    public static func bindingKey(_ type: MessageType) -> String { "\(type.rawValue).*" }

    /// The key of a question to an agency and of its answer: `<agency>.<check>`.
    public static func routingKey(_ agency: AgencyCode, _ check: CheckCode) -> String {
        "\(agency.value).\(check.value)"
    }
}

import Contracts
import Foundation

/// Every name of the wire as the code has it, in the form that the Python checks compare with.
struct WireConstants: Encodable {
    /// One reader of a type.
    struct Reader: Encodable {
        let party: String
        let queue: String
    }

    /// The way of one type.
    struct Route: Encodable {
        let type: String
        let sender: String
        let exchange: String
        let routingKey: String
        let readers: [Reader]
    }

    let sample: [String: String]
    let headers: [String]
    let queueArguments: [String: String]
    let routes: [Route]
    let topology: DeclaredTopology

    /// The constants, with samples for what stands in braces in the document.
    init() throws {
        let region = try RegionCode("3574")
        let agency = try AgencyCode("dukcapil")
        let check = try CheckCode("identity")
        let subscriber = try AgencyCode("reports")
        sample = [
            "region": region.digits, "agency": agency.value, "check": check.value, "subscriber": subscriber.value,
        ]
        headers = [
            WireNames.Header.specVersion, WireNames.Header.id, WireNames.Header.type, WireNames.Header.source,
            WireNames.Header.subject, WireNames.Header.time, WireNames.Header.dataSchema, WireNames.Header.region,
            WireNames.Header.sequence, WireNames.Header.causation, WireNames.Header.attempt,
            WireNames.Header.traceparent, WireNames.Header.tracestate,
        ]
        queueArguments = DeclaredQueue.arguments
        topology = DeclaredTopology.core
            .merging(.agency(agency, checks: [check]))
            .merging(.subscriber(subscriber, to: []))
        routes = MessageRoute.all.map { route in
            Route(
                type: route.type.rawValue, sender: Self.name(route.sender), exchange: route.exchange,
                routingKey: route.exchange == WireNames.Exchange.events
                    ? WireNames.routingKey(route.type, region) : WireNames.routingKey(agency, check),
                readers: route.readers.map {
                    Reader(party: Self.name($0), queue: Self.queue(of: $0, for: route, agency, check))
                }
                    + (route.exchange == WireNames.Exchange.events
                        ? [Reader(party: "subscriber", queue: WireNames.Queue.subscriber(subscriber))] : []))
        }
    }

    /// The constants as JSON.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(self)
    }

    private static func name(_ party: MessageRoute.Party) -> String {
        switch party {
        case .service(let service): service.rawValue
        case .agency: "agency"
        }
    }

    private static func queue(
        of party: MessageRoute.Party, for route: MessageRoute, _ agency: AgencyCode, _ check: CheckCode
    ) -> String {
        switch party {
        case .agency: WireNames.Queue.agency(agency, check)
        case .service(let service):
            route.exchange == WireNames.Exchange.results ? WireNames.Queue.results : WireNames.Queue.events(service)
        }
    }
}

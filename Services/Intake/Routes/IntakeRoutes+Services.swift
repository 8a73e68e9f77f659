import Contracts
import Foundation
import Hummingbird
import ServiceRuntime

extension IntakeRoutes {
    /// Adds what everybody may read: the published standards.
    func addServices(to router: Router<HTTPContext>) {
        router.get("/v1/services") { request, _ in
            let region = try await region(request)
            return try Response.json(ServiceList(mode: mode, services: try await offered(in: region)))
        }
        router.get("/v1/services/:code") { request, context in
            let region = try await region(request)
            guard let code = ServiceCode(reading: context.parameters.get("code") ?? "") else {
                throw Problem.notFound()
            }
            let offered = try await offered(in: region).filter { $0["code"]?.string == code.value }
            guard let first = offered.first else { throw Problem.notFound() }
            guard offered.count == 1 else {
                throw Problem.invalid([
                    Problem.Fault(
                        pointer: "region", code: "required",
                        message: "Several regions offer this service by standards of their own: name one.")
                ])
            }
            var members = first.object ?? [:]
            members["mode"] = .string(mode)
            return try Response.json(JSONValue.object(members))
        }
    }

    private var mode: String { isTest ? "test" : "production" }

    /// The region that the query names; nil without one.
    /// - Throws: 422 for what is no region that is served.
    private func region(_ request: Request) async throws -> RegionCode? {
        guard let text = request.uri.queryParameters.get("region") else { return nil }
        guard let code = RegionCode(reading: text), try await regions.find(code) != nil else {
            throw Problem.invalid([
                Problem.Fault(
                    pointer: "region", code: "region-unknown", message: "must be a region that is served here")
            ])
        }
        return code
    }

    /// The published standards that count today: those of a region, or all of them.
    private func offered(in region: RegionCode?) async throws -> [JSONValue] {
        if let region {
            let zone = regions.region(region)?.zone ?? .western
            return catalogue.current(in: region, on: Timestamp.now().date(in: zone)).map(\.published)
        }
        let today = Timestamp.now().date(in: .western)
        let effective = catalogue.services.filter { $0.effectiveFrom <= today }
        let newest = Dictionary(grouping: effective) { "\($0.code.value) \($0.region?.digits ?? "")" }.values
            .compactMap { versions in versions.max { ($0.effectiveFrom, $0.version) < ($1.effectiveFrom, $1.version) } }
        return newest.sorted { ($0.code.value, $0.region?.digits ?? "") < ($1.code.value, $1.region?.digits ?? "") }
            .map(\.published)
    }
}

/// The list of services.
private struct ServiceList: Encodable {
    let mode: String
    let services: [JSONValue]
}

extension ServiceCode {
    /// Reads a code; nil when the text is none.
    init?(reading text: String) {
        do throws(ContractViolation) {
            try self.init(text)
        } catch {
            return nil
        }
    }
}

extension DocumentKind {
    /// Reads a kind; nil when the text is none.
    init?(reading text: String) {
        do throws(ContractViolation) {
            try self.init(text)
        } catch {
            return nil
        }
    }
}

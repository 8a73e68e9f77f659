import Contracts
import Foundation
import NIOHTTP1

/// What a run needs to know of its target, asked before anything is sent.
struct LoadTarget: Sendable {
    /// The target's address, without a slash at the end.
    let base: String
    /// How applications for the service are filled in.
    let template: ApplicationTemplate

    /// Asks the target.
    /// - Throws: `CommandFailure`: 69 when it does not answer, 78 when it is not in test mode, 2 when it does not serve
    ///   what the plan names.
    init(base: String, plan: LoadPlan, client: LoadClient) async throws {
        self.base = base
        let list = try await Self.services(of: nil, base: base, client: client)
        guard list["mode"]?.string == "test" else {
            throw CommandFailure.configuration(
                "\(base) is not in test mode: GET /v1/services says \(list["mode"]?.string ?? "nothing"). "
                    + "Load is only made on a suite that is started with MODE=test.")
        }
        var offered: [String]?
        var standards: [String: JSONValue] = [:]
        for region in plan.regions.codes {
            let services = (try await Self.services(of: region, base: base, client: client)["services"]?.array ?? [])
            let codes = services.compactMap { $0["code"]?.string }
            for service in services { standards[service["code"]?.string ?? ""] = service }
            offered = offered.map { $0.filter(codes.contains) } ?? codes
        }
        let candidates = offered ?? []
        if let wanted = plan.mix.service, !candidates.contains(wanted) {
            throw CommandFailure.usage("the service \(wanted) is not offered in every region of the run")
        }
        template = try Self.template(plan.mix.service.map { [$0] } ?? candidates, standards)
    }

    /// The first service that can be applied for, one whose outcomes can be steered before the others.
    private static func template(
        _ codes: [String], _ standards: [String: JSONValue]
    ) throws -> ApplicationTemplate {
        var found: [ApplicationTemplate] = []
        var faults: [String] = []
        for code in codes {
            guard let standard = standards[code] else { continue }
            do throws(LoadFault) {
                found.append(try ApplicationTemplate(standard))
            } catch {
                faults.append(error.description)
            }
        }
        guard let template = found.first(where: \.steersOutcomes) ?? found.first else {
            let why =
                faults.isEmpty ? "no service is offered in every region of the run" : faults.joined(separator: "\n")
            throw CommandFailure.usage("there is nothing to apply for: \(why)")
        }
        return template
    }

    private static func services(
        of region: RegionCode?, base: String, client: LoadClient
    ) async throws -> JSONValue {
        let query = region.map { "?region=\($0.digits)" } ?? ""
        let request = LoadClient.Request(method: .GET, path: "/v1/services" + query, headers: [], body: nil)
        switch await client.send(request) {
        case .failure:
            throw CommandFailure.unavailable("\(base) does not answer; start the suite, or set MPP_INTAKE_URL.")
        case .success(let answer):
            if answer.status == 422, let region {
                throw CommandFailure.usage("--regions: \(region.dotted) is not served by \(base)")
            }
            guard answer.status == 200 else {
                throw CommandFailure.unavailable("\(base) answers \(answer.status) to GET /v1/services\(query)")
            }
            do throws(ContractViolation) {
                return try JSONValue(json: answer.body)
            } catch {
                throw CommandFailure.configuration("\(base) is no intake: GET /v1/services is not JSON")
            }
        }
    }
}

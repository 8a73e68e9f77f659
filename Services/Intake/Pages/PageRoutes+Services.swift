import Contracts
import Hummingbird
import ServiceRuntime

extension PageRoutes {
    /// Adds the finding of services and their standards.
    func addServices(to router: Router<HTTPContext>) {
        router.get("/") { request, context in
            try await answer(request, context) { visit in try await services(visit) }
        }
        router.get("/layanan/:region/:code") { request, context in
            let (region, code) = (context.parameters.get("region") ?? "", context.parameters.get("code") ?? "")
            return try await answer(request, context) { visit in
                let (place, definition) = try await offered(code, in: region)
                var values = ServiceView(definition, region: place, words: visit.words).values
                if canApply(definition) { values["applyURL"] = FilingStep.url(place, definition.code) }
                return .page(
                    PageAnswer.Page(template: "service", title: definition.title[visit.language], values: values))
            }
        }
    }

    /// A service that a region offers today.
    /// - Throws: 404.
    func offered(
        _ code: String, in region: String
    ) async throws -> (region: RegionCode, definition: ServiceDefinition) {
        guard let place = RegionCode(reading: region), let found = try await intake.regions.find(place),
            let code = ServiceCode(reading: code),
            let definition = intake.catalogue.current(code, in: place, on: Timestamp.now().date(in: found.zone))
        else { throw Problem.notFound() }
        return (place, definition)
    }

    private func services(_ visit: PageVisit) async throws -> PageAnswer {
        let served = try await intake.regions.all()
        let offering = served.filter { isOffering($0.key, zone: $0.value.zone) }
        let chosen =
            RegionCode(reading: visit.query("wilayah")).flatMap { offering[$0] == nil ? nil : $0 }
            ?? (offering.count == 1 ? offering.first?.key : nil)
        let search = visit.query("cari")
        var values: [String: Any] = ["search": search, "heading": visit.words["servicesTitle"]]
        if offering.count > 1 {
            values["hasRegions"] = true
            values["regions"] = offering.sorted { ($0.value.name, $0.key.digits) < ($1.value.name, $1.key.digits) }.map
            {
                ["code": $0.key.digits, "name": $0.value.name, "isChosen": $0.key == chosen] as [String: Any]
            }
        }
        if let chosen, let region = offering[chosen] {
            let all = intake.catalogue.current(in: chosen, on: Timestamp.now().date(in: region.zone))
            let found = ServiceSearch(search).filter(all)
            values["region"] = true
            values["heading"] = "\(visit.words["servicesTitle"]) \(region.name)"
            values["found"] = visit.words.text(
                search.isEmpty ? "found" : "foundSearch",
                ["count": String(found.count), "search": search, "region": region.name])
            values["hasServices"] = !found.isEmpty
            values["services"] = found.map { ServiceView($0, region: chosen, words: visit.words).card }
            values["allURL"] = "/?wilayah=\(chosen.digits)"
        }
        return .page(PageAnswer.Page(template: "services", title: visit.words["servicesTitle"], values: values))
    }

    private func isOffering(_ region: RegionCode, zone: IndonesianZone) -> Bool {
        let today = Timestamp.now().date(in: zone)
        return intake.catalogue.services.contains {
            ($0.region == nil || $0.region == region) && $0.effectiveFrom <= today
        }
    }
}

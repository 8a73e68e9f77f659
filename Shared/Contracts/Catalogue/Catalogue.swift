import Foundation

/// All services that are offered, in all their versions.
public struct Catalogue: Sendable {
    /// The definitions, by code, region and version.
    public let services: [ServiceDefinition]

    /// Collects definitions.
    ///
    /// - Throws: `CatalogueViolation` when a version of a service is there twice.
    public init(_ services: [ServiceDefinition]) throws(CatalogueViolation) {
        try self.init(files: services.map { ("", $0) })
    }

    private init(files: [(name: String, value: ServiceDefinition)]) throws(CatalogueViolation) {
        var faults: [CatalogueFault] = []
        var seen: Set<Key> = []
        for (name, service) in files {
            let key = Key(code: service.code, version: service.version, region: service.region)
            if !seen.insert(key).inserted {
                let fault = Fault(
                    pointer: "/version", code: "duplicate", message: "is in another file too; a version is written once"
                )
                faults.append(CatalogueFault(file: name, fault: fault))
            }
        }
        if !faults.isEmpty { throw CatalogueViolation(faults: faults) }
        services = files.map(\.value).sorted { left, right in
            (left.code.value, left.region?.digits ?? "", left.version)
                < (right.code.value, right.region?.digits ?? "", right.version)
        }
    }

    private struct Key: Hashable {
        let code: ServiceCode
        let version: Int
        let region: RegionCode?
    }

    /// Reads every `*.json` file of a directory and its sub-directories.
    ///
    /// - Throws: `CatalogueViolation` with every fault of every file; also when there is no file, or one cannot be read.
    public static func load(directory: String) throws(CatalogueViolation) -> Catalogue {
        try Catalogue(
            files: CatalogueFiles.read(directory: directory) { (value) throws(ContractViolation) in
                try ServiceDefinition(value)
            })
    }

    /// A version of a service as a region offers it; a definition of the region's own counts before a general one.
    public func service(_ reference: ServiceReference, in region: RegionCode) -> ServiceDefinition? {
        let versions = services.filter { $0.code == reference.code && $0.version == reference.version }
        return versions.first { $0.region == region } ?? versions.first { $0.region == nil }
    }

    /// The newest version of a service that a region offers on a day.
    public func current(_ code: ServiceCode, in region: RegionCode, on day: CivilDate) -> ServiceDefinition? {
        newest(services.filter { $0.code == code }, region, day)
    }

    /// The newest version of every service that a region offers on a day, by code.
    public func current(in region: RegionCode, on day: CivilDate) -> [ServiceDefinition] {
        Dictionary(grouping: services, by: \.code).values
            .compactMap { newest($0, region, day) }
            .sorted { $0.code < $1.code }
    }

    private func newest(_ versions: [ServiceDefinition], _ region: RegionCode, _ day: CivilDate) -> ServiceDefinition? {
        let effective = versions.filter { $0.effectiveFrom <= day }
        let own = effective.filter { $0.region == region }
        return (own.isEmpty ? effective.filter { $0.region == nil } : own).max { left, right in
            (left.effectiveFrom, left.version) < (right.effectiveFrom, right.version)
        }
    }

    /// Every agency and check that some service asks for, each once.
    public var checks: [(agency: AgencyCode, check: CheckCode)] {
        var seen: Set<String> = []
        return services.flatMap(\.checks)
            .filter { seen.insert(WireNames.routingKey($0.agency, $0.check)).inserted }
            .map { ($0.agency, $0.check) }
    }
}

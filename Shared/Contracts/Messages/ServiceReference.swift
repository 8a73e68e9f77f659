/// The service (*jenis layanan*) and the version of its catalogue entry that an application was filed under.
public struct ServiceReference: Codable, Hashable, Sendable {
    /// The service.
    public var code: ServiceCode
    /// The version of the catalogue entry, from 1.
    public var version: Int

    /// Names a version of a service.
    public init(code: ServiceCode, version: Int) {
        self.code = code
        self.version = version
    }

    /// Checks the version.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.require(version >= 1, pointer + "/version", "range", "must be at least 1")
    }
}

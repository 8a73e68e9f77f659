package import Contracts

/// A person and a service of a region: of these, one application may be open.
package struct OpenPerson: Hashable, Sendable {
    /// The region.
    package let region: RegionCode
    /// The service.
    package let service: ServiceCode
    /// The keyed hash of the person's number.
    package let hmac: [UInt8]

    /// Makes a key.
    package init(region: RegionCode, service: ServiceCode, hmac: [UInt8]) {
        self.region = region
        self.service = service
        self.hmac = hmac
    }
}

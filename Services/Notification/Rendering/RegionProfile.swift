package import Contracts

/// What a notice needs to know of a region.
package struct RegionProfile: Sendable, Equatable {
    /// What people call it, such as `Kota Probolinggo`; nil when it was never imported.
    package var name: String?
    /// What its clocks show.
    package var zone: IndonesianZone

    /// Describes a region.
    package init(name: String?, zone: IndonesianZone) {
        self.name = name
        self.zone = zone
    }

    /// The profile of a region that was never imported: without a name, in the zone of its province.
    package init(default region: RegionCode) {
        self.init(name: nil, zone: Self.zone(ofProvince: region.province))
    }

    /// The zone of a province by the first two digits of its codes.
    ///
    /// - Source: Keppres 41/1987; the Papuan provinces 92 to 96 lie in the same zone as 91.
    package static func zone(ofProvince province: String) -> IndonesianZone {
        switch Int(province) ?? 0 {
        case 51...53, 63...65, 71...76: .central
        case 81...82, 91...97: .eastern
        default: .western
        }
    }
}

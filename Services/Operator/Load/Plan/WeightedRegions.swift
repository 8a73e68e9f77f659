import Contracts

/// The regions of a run, each as likely as it has people.
struct WeightedRegions: Sendable, Equatable {
    /// The regions.
    let codes: [RegionCode]
    private let shares: [Double]

    /// Makes regions of a file's.
    /// - Throws: `LoadFault` when nobody lives there.
    init(_ regions: [RegionFile.Region], named name: String) throws(LoadFault) {
        codes = regions.map(\.code)
        shares = regions.map { Double($0.population) }
        guard shares.contains(where: { $0 > 0 }) else {
            throw LoadFault("--regions: no region of \(name) has a population above 0")
        }
    }

    /// Draws a region.
    func draw(_ random: inout SeededRandom) -> RegionCode { codes[random.choice(shares)] }
}

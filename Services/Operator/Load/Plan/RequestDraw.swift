import Contracts

/// What one request of a run is, drawn from the run's seed and the request's number alone, so that several generators
/// share one run and a run can be repeated.
struct RequestDraw: Sendable, Equatable {
    /// The kind.
    let kind: RequestKind
    /// Where.
    let region: RegionCode
    /// How the application is meant to end.
    let outcome: WantedOutcome
    /// Further random choices of the request.
    let dice: UInt64

    private static let stream: UInt64 = 0xD1CE_0000_0000_0000

    /// Draws a request.
    init(index: Int, seed: UInt64, mix: LoadMix, regions: WeightedRegions) {
        var random = SeededRandom(seed: seed, stream: Self.stream &+ UInt64(index))
        kind = mix.kind(&random)
        region = regions.draw(&random)
        outcome = mix.outcome(&random)
        dice = random.next()
    }
}

/// One run of one peer, as the harness of the chain benchmark prints it.
struct ChainRun: Decodable, Sendable {
    /// What a case costs.
    ///
    /// - Units: milliseconds of CPU.
    struct Cost: Decodable, Sendable {
        let services: Double
        let postgres: Double
        let rabbitmq: Double
    }

    /// Which peer.
    let peer: String
    /// How many cases.
    let n: Int
    /// Whether nothing was lost or doubled.
    let ok: Bool
    /// Cases a second that were sent, in an open loop; nil in a closed one.
    let rate: Double?
    /// Accepted a second while the chain also runs, in a closed loop.
    let acceptedPerSecond: Double?
    /// Cases a second from the first accepted to the last archived, in a closed loop.
    let casesPerSecond: Double?
    /// - Units: milliseconds.
    let median: Double
    /// - Units: milliseconds.
    let percentile99: Double
    /// What a case costs.
    let cost: Cost
    /// The largest resident size of each service.
    ///
    /// - Units: megabytes.
    let peakMegabytes: [String: Double]

    private enum CodingKeys: String, CodingKey {
        case peer, n, ok, rate
        case acceptedPerSecond = "accepted_per_s"
        case casesPerSecond = "cases_per_s"
        case median = "e2e_p50_ms"
        case percentile99 = "e2e_p99_ms"
        case cost = "cpu_ms_per_case"
        case peakMegabytes = "peak_rss_mb"
    }
}

import Contracts

/// What a run's requests are.
///
/// - Source: an emergency permit of 2020 (630,825 visits, 49,483 applications) and the duplicate filings that portals
///   report; the shares are a proposal, not a law.
struct LoadMix: Sendable, Equatable {
    /// Looks at a state for each application that is sent.
    var reads = 11.5
    /// The share of what is sent that is sent before, under the same key.
    var duplicates = 0.03
    /// The share of what is sent that is sent before, under another key.
    var sameContent = 0.01
    /// The share of what is sent that is no application.
    var malformed = 0.005
    /// How applications are meant to end, as shares.
    var outcomes: [WantedOutcome: Double] = [.issued: 0.2, .corrected: 0.5, .refused: 0.3]
    /// The sizes of documents; small ones are as likely as large ones by their logarithm.
    ///
    /// - Units: kibibytes. A tenth of what citizens upload, so that a minute of load does not fill a small disk.
    var documentKilobytes: ClosedRange<Double> = 30...150
    /// The service that is applied for; nil takes the first that every region offers.
    var service: String?

    private static let members = [
        "reads", "duplicates", "sameContent", "malformed", "outcomes", "documentKilobytes", "service",
    ]

    /// The default mix.
    init() {}

    /// Reads a mix; what it leaves out keeps its default.
    /// - Throws: `LoadFault` that names the member that is wrong.
    init(_ value: JSONValue, named name: String) throws(LoadFault) {
        guard let members = value.object else { throw LoadFault("\(name) must be a JSON object") }
        for member in members.keys.sorted() where !Self.members.contains(member) {
            throw LoadFault("\(name): \(member) is not one of \(Self.members.joined(separator: ", "))")
        }
        reads = try Self.number(members["reads"], 0...10_000, "\(name): reads") ?? reads
        duplicates = try Self.number(members["duplicates"], 0...1, "\(name): duplicates") ?? duplicates
        sameContent = try Self.number(members["sameContent"], 0...1, "\(name): sameContent") ?? sameContent
        malformed = try Self.number(members["malformed"], 0...1, "\(name): malformed") ?? malformed
        guard duplicates + sameContent + malformed < 1 else {
            throw LoadFault("\(name): duplicates, sameContent and malformed together leave no room for applications")
        }
        if let value = members["outcomes"] { outcomes = try Self.outcomes(value, name) }
        if let value = members["documentKilobytes"] { documentKilobytes = try Self.sizes(value, name) }
        if let value = members["service"] {
            guard let code = value.string else { throw LoadFault("\(name): service must be a text") }
            service = code
        }
    }

    private static func number(
        _ value: JSONValue?, _ range: ClosedRange<Double>, _ name: String
    ) throws(LoadFault) -> Double? {
        guard let value else { return nil }
        guard let number = value.figure, range.contains(number) else {
            throw LoadFault("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func outcomes(_ value: JSONValue, _ name: String) throws(LoadFault) -> [WantedOutcome: Double] {
        guard let members = value.object else { throw LoadFault("\(name): outcomes must be an object") }
        var outcomes: [WantedOutcome: Double] = [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let outcome = WantedOutcome(rawValue: key) else {
                let known = WantedOutcome.allCases.map(\.rawValue).joined(separator: ", ")
                throw LoadFault("\(name): outcomes: \(key) is not one of \(known)")
            }
            outcomes[outcome] = try number(value, 0...1_000_000, "\(name): outcomes: \(key)")
        }
        guard outcomes.values.contains(where: { $0 > 0 }) else {
            throw LoadFault("\(name): outcomes must hold a share above 0")
        }
        return outcomes
    }

    private static func sizes(_ value: JSONValue, _ name: String) throws(LoadFault) -> ClosedRange<Double> {
        guard let bounds = value.array?.map(\.figure), bounds.count == 2, let least = bounds[0], let most = bounds[1],
            least >= 1, least <= most, most <= 50_000
        else { throw LoadFault("\(name): documentKilobytes must be [least, most] from 1 to 50000") }
        return least...most
    }

    /// The mix as JSON, without the reads, which have an option of their own.
    var told: String {
        let shares = WantedOutcome.allCases.map { "\"\($0.rawValue)\":\(LoadPlan.figure(outcomes[$0] ?? 0))" }
        let sizes = [documentKilobytes.lowerBound, documentKilobytes.upperBound].map(LoadPlan.figure)
        return "{\"duplicates\":\(LoadPlan.figure(duplicates)),\"sameContent\":\(LoadPlan.figure(sameContent)),"
            + "\"malformed\":\(LoadPlan.figure(malformed)),\"outcomes\":{\(shares.joined(separator: ","))},"
            + "\"documentKilobytes\":[\(sizes.joined(separator: ","))]"
            + (service.map { ",\"service\":\"\($0)\"" } ?? "") + "}"
    }

    /// Draws the kind of a request.
    func kind(_ random: inout SeededRandom) -> RequestKind {
        let place = random.choice([
            reads, 1 - duplicates - sameContent - malformed, duplicates, sameContent, malformed,
        ])
        return [.status, .submit, .duplicate, .sameContent, .malformed][place]
    }

    /// Draws how an application is meant to end.
    func outcome(_ random: inout SeededRandom) -> WantedOutcome {
        WantedOutcome.allCases[random.choice(WantedOutcome.allCases.map { outcomes[$0] ?? 0 })]
    }

    /// The share of the requests of the rate that file an application.
    var submitShare: Double { (1 - duplicates - sameContent - malformed) / (1 + reads) }
}

extension JSONValue {
    /// A number of either kind.
    var figure: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}

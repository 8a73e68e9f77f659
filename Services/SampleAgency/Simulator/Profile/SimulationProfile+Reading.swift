import Contracts
import Foundation

extension SimulationProfile {
    /// Reads a profile's file.
    ///
    /// - Throws: `ProfileFault`: the file cannot be read, is no JSON, or a word in it is wrong.
    package init(file path: String) throws(ProfileFault) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ProfileFault("", "cannot be read from \(path)")
        }
        try self.init(json: Array(data))
    }

    /// Reads a profile strictly: an unknown word, an impossible rate or distribution is refused.
    ///
    /// - Throws: `ProfileFault` with the word that is wrong.
    package init(json: [UInt8]) throws(ProfileFault) {
        let value: JSONValue
        do throws(ContractViolation) {
            value = try JSONValue(json: json)
        } catch {
            throw ProfileFault("", error.description)
        }
        let members = try Members(
            value, at: "", known: ["seed", "latency", "rates", "outages", "outcomes"])
        self.init()
        if let given = members["seed"] {
            guard let number = given.integer, number >= 0 else {
                throw ProfileFault("seed", "must be a whole number from 0")
            }
            seed = UInt64(number)
        }
        if let given = members["latency"] { latency = try Self.latency(given) }
        if let given = members["rates"] { rates = try Self.shares(given, "rates", SimulatedFault.self) }
        if let given = members["outcomes"] {
            outcomes = try Self.shares(given, "outcomes", SimulatedOutcome.self)
            guard abs(outcomes.values.reduce(0, +) - 1) < 1e-6 else {
                throw ProfileFault("outcomes", "must add up to 1")
            }
        }
        if let given = members["outages"] { outages = try Self.outages(given) }
    }

    private static func latency(_ value: JSONValue) throws(ProfileFault) -> LatencyDistribution {
        let members = try Members(
            value, at: "latency", known: ["distribution", "medianMilliseconds", "p99Milliseconds"])
        var shape = LatencyDistribution.Shape.constant
        if let given = members["distribution"] {
            guard let known = given.string.flatMap(LatencyDistribution.Shape.init) else {
                let all = LatencyDistribution.Shape.allCases.map(\.rawValue).joined(separator: ", ")
                throw ProfileFault("latency.distribution", "must be one of \(all)")
            }
            shape = known
        }
        return try LatencyDistribution(
            shape, median: try members.number("medianMilliseconds") ?? 0, p99: try members.number("p99Milliseconds"))
    }

    private static func shares<Word: RawRepresentable & CaseIterable & Hashable>(
        _ value: JSONValue, _ name: String, _ type: Word.Type
    ) throws(ProfileFault) -> [Word: Double] where Word.RawValue == String {
        let members = try Members(value, at: name, known: Word.allCases.map(\.rawValue))
        var shares: [Word: Double] = [:]
        for word in Word.allCases {
            guard let share = try members.number(word.rawValue) else { continue }
            guard (0...1).contains(share) else { throw ProfileFault("\(name).\(word.rawValue)", "must be 0 to 1") }
            shares[word] = share
        }
        guard shares.values.reduce(0, +) <= 1 + 1e-6 else { throw ProfileFault(name, "must add up to 1 at most") }
        return shares
    }

    private static func outages(_ value: JSONValue) throws(ProfileFault) -> [Outage] {
        guard let list = value.array else { throw ProfileFault("outages", "must be a list") }
        var outages: [Outage] = []
        for (index, element) in list.enumerated() {
            let place = "outages[\(index)]"
            let members = try Members(element, at: place, known: ["fromSeconds", "toSeconds"])
            guard let from = try members.number("fromSeconds"), from >= outages.last?.to ?? 0 else {
                throw ProfileFault("\(place).fromSeconds", "must be given, not before the end of the outage before it")
            }
            guard let to = try members.number("toSeconds"), to > from else {
                throw ProfileFault("\(place).toSeconds", "must be given and lie behind fromSeconds")
            }
            outages.append(Outage(from: from, to: to))
        }
        return outages
    }

    /// An object of which every member is known.
    private struct Members {
        private let place: String
        private let members: [String: JSONValue]

        init(_ value: JSONValue, at place: String, known: [String]) throws(ProfileFault) {
            guard let members = value.object else { throw ProfileFault(place, "must be an object") }
            if let unknown = members.keys.sorted().first(where: { !known.contains($0) }) {
                throw ProfileFault(
                    place.isEmpty ? unknown : "\(place).\(unknown)",
                    "is not known; known are \(known.joined(separator: ", "))")
            }
            self.place = place
            self.members = members
        }

        subscript(_ name: String) -> JSONValue? { members[name] }

        /// A finite number, nil when it is not there.
        func number(_ name: String) throws(ProfileFault) -> Double? {
            switch members[name] {
            case nil: nil
            case .integer(let number): Double(number)
            case .number(let number) where number.isFinite: number
            default: throw ProfileFault("\(place).\(name)", "must be a number")
            }
        }
    }
}

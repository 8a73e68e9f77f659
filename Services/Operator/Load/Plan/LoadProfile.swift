import Contracts
import Foundation

/// A file that holds the options of a run.
struct LoadProfile: Sendable {
    /// Requests a second.
    let rate: Double?
    /// Seconds.
    let duration: Double?
    /// The spread of the requests.
    let arrival: String?
    /// What the random choices begin from.
    let seed: UInt64?
    /// Looks at a state for each application.
    let reads: Double?
    /// The mix.
    let mix: LoadMix?
    /// What must hold.
    let require: [String]

    private static let members = ["rate", "duration", "arrival", "seed", "reads", "mix", "require"]

    /// Reads a file.
    /// - Throws: `LoadFault` that names the member that is wrong.
    init(path: String) throws(LoadFault) {
        let value = try Self.json(path, option: "--profile")
        guard let members = value.object else { throw LoadFault("--profile: \(path) must be a JSON object") }
        for member in members.keys.sorted() where !Self.members.contains(member) {
            throw LoadFault("--profile: \(path): \(member) is not one of \(Self.members.joined(separator: ", "))")
        }
        func fault(_ name: String, _ what: String) -> LoadFault {
            LoadFault("--profile: \(path): \(name) must be \(what)")
        }
        func number(_ name: String) throws(LoadFault) -> Double? {
            guard let value = members[name] else { return nil }
            guard let number = value.figure else { throw fault(name, "a number") }
            return number
        }
        rate = try number("rate")
        duration = try number("duration")
        reads = try number("reads")
        if let value = members["arrival"], value.string == nil { throw fault("arrival", "a text") }
        arrival = members["arrival"]?.string
        if let value = members["seed"], (value.integer ?? -1) < 0 { throw fault("seed", "a whole number from 0 on") }
        seed = members["seed"]?.integer.map(UInt64.init)
        mix = try members["mix"].map { (value) throws(LoadFault) in try LoadMix(value, named: "\(path): mix") }
        let require = members["require"]?.array?.map(\.string) ?? []
        if members["require"] != nil, require.isEmpty || require.contains(nil) {
            throw fault("require", "a list of texts")
        }
        self.require = require.compactMap(\.self)
    }

    /// Reads a JSON file, or JSON that stands in the file's place.
    static func json(_ path: String, option: String) throws(LoadFault) -> JSONValue {
        guard let data = path.hasPrefix("{") ? Data(path.utf8) : FileManager.default.contents(atPath: path) else {
            throw LoadFault("\(option): \(path) cannot be read")
        }
        do throws(ContractViolation) {
            return try JSONValue(json: Array(data))
        } catch {
            throw LoadFault("\(option): \(path) \(error.faults.first?.message ?? "is no JSON")")
        }
    }
}

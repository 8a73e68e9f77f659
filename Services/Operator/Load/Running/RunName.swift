import Contracts
import Foundation

/// The names of runs.
enum RunName {
    /// The longest name; it is part of a queue's.
    private static let longest = 28

    /// A given name, or one made of the time.
    /// - Throws: `LoadFault` for a name that a queue cannot have.
    static func make(_ given: String?) throws(LoadFault) -> String {
        guard let given else {
            let digits = Timestamp.now().rfc3339.prefix(19).filter(\.isNumber)
            return "\(digits.prefix(8))-\(digits.suffix(6))-\(String(UInt16.random(in: 0 ... .max), radix: 16))"
        }
        let allowed = given.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
        guard allowed, (1...longest).contains(given.utf8.count) else {
            throw LoadFault("--run: \(given) must be 1 to \(longest) of a to z, 0 to 9 and -")
        }
        return given
    }

    /// The folder of a run's files.
    static func folder(_ name: String, _ environment: OperatorEnvironment) -> String {
        environment.optional("MPP_STATE", FileManager.default.currentDirectoryPath) + "/load/" + name
    }
}

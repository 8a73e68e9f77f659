import Contracts
import Foundation
import TestSupport

/// The simulators that are on while faults happen: agencies and a mail server that are slow, refuse, and say things twice.
///
/// Nothing that loses an answer or a mail for good, because then nothing but a nudge or a listed double could be right.
enum Simulation {
    /// Writes the profiles and starts everybody with them.
    static func begin(in suite: LocalSuite, folder: String, seed: UInt64) async throws {
        let latency: JSONValue = ["distribution": "lognormal", "medianMilliseconds": 5, "p99Milliseconds": 100]
        let agencies: JSONValue = [
            "seed": .integer(Int64(seed)), "latency": latency,
            "rates": [
                "error": .number(0.01), "tooManyRequests": .number(0.01), "duplicate": .number(0.03),
                "late": .number(0.005),
            ],
        ]
        let mails: JSONValue = [
            "seed": .integer(Int64(seed)), "latency": latency,
            "rates": ["error": .number(0.01), "tooManyRequests": .number(0.01)],
        ]
        let agencyFile = folder + "/agencies.json"
        let mailFile = folder + "/mails.json"
        try JSONEncoder().encode(agencies).write(to: URL(filePath: agencyFile))
        try JSONEncoder().encode(mails).write(to: URL(filePath: mailFile))
        for agency in ["dukcapil", "dinkes-3574"] { try suite.set(["AGENCY_PROFILE": agencyFile], of: agency) }
        try suite.set(
            [
                "NOTIFICATION_SIMULATOR": mailFile, "NOTIFICATION_FIRST_RETRY_SECONDS": "1",
                // A group of mails to the sink next door takes far less.
                "NOTIFICATION_LEASE_SECONDS": "20",
            ], of: "notification")
        // A group of documents from the folder next door takes far less too.
        try suite.set(["ARCHIVE_LEASE_SECONDS": "20"], of: "archiving")
        try await suite.restart(["notification", "archiving", "dukcapil", "dinkes-3574"])
    }
}

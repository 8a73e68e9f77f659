import Worker

/// The population registry (*Dukcapil*) of the samples: knows every identity but those that say otherwise.
///
/// Sample identities end in 0000, so no real person's can be among them; one born on the first of January of a year ending
/// in 00 is not found, one born in February of such a year has another name.
enum Dukcapil {
    static let agency = "dukcapil"
    static let code = "identity"

    static func worker() throws -> AgencyWorker { try AgencyWorker(agency: agency).check(code, identity) }

    @Sendable static func identity(_ question: CheckQuestion) async throws -> CheckReply {
        guard let nik = question.text("nik"), nik.count == 16 else { return .notFound }
        if nik.hasSuffix("0100000") { return .notFound }
        if nik.hasSuffix("0200000") { return .mismatch(["name"]) }
        return .match
    }
}

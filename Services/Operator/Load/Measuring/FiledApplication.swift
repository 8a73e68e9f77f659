import Contracts

/// An application that the run has filed and that intake has accepted.
struct FiledApplication: Sendable {
    /// Its number.
    let number: String
    /// With the number, lets see the state.
    let accessCode: String
    /// Who filed it.
    let citizen: TokenPool.Citizen
    /// For whom.
    let applicant: SyntheticApplicant
    /// The intended start of the request.
    ///
    /// - Units: nanoseconds of the run.
    let intended: Int64
    /// Its idempotency key.
    let key: String
    /// The request's body.
    let body: [UInt8]
}

import Contracts

/// What intake gives for an application, as far as a run needs it.
struct Receipt: Sendable {
    /// The application's number.
    let number: String
    /// With the number, lets see the state.
    let accessCode: String

    /// Reads an answer; nil when it is no receipt.
    init?(_ body: [UInt8]) {
        do throws(ContractViolation) {
            let value = try JSONValue(json: body)
            guard let number = value["number"]?.string, let accessCode = value["accessCode"]?.string else { return nil }
            self.number = number
            self.accessCode = accessCode
        } catch {
            // What is no JSON is no receipt; the caller counts it.
            return nil
        }
    }
}

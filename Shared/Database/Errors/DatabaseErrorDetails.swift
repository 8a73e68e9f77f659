/// The parts of an error, boxed so that an error is one pointer wide on the way through results and continuations.
final class DatabaseErrorDetails: Sendable {
    let code: DatabaseError.Code
    let operation: String
    let caller: Caller
    let fault: ServerFault?
    let message: String?
    let faults: [String]
    let mayHaveTakenEffect: Bool

    /// Keeps the parts.
    init(
        code: DatabaseError.Code, operation: String, caller: Caller, fault: ServerFault?, message: String?,
        faults: [String], mayHaveTakenEffect: Bool
    ) {
        self.code = code
        self.operation = operation
        self.caller = caller
        self.fault = fault
        self.message = message
        self.faults = faults
        self.mayHaveTakenEffect = mayHaveTakenEffect
    }
}

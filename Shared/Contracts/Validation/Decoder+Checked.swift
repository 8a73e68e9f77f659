extension Decoder {
    /// Reads a text and turns it into a value by a checked initialiser, keeping fault and place together.
    package func checked<Value>(_ make: (String) throws(ContractViolation) -> Value) throws -> Value {
        let text = try singleValueContainer().decode(String.self)
        do throws(ContractViolation) {
            return try make(text)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: codingPath, debugDescription: "the text breaks the contract", underlyingError: error))
        }
    }
}

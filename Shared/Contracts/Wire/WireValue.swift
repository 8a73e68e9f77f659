/// The value of a message header, free of any broker library.
public enum WireValue: Sendable, Hashable {
    /// A text.
    case string(String)
    /// A whole number.
    case integer(Int64)
    /// A truth value.
    case boolean(Bool)
}

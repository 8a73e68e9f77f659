/// One value of an AMQP field table: a message header, a queue argument.
///
/// - Source: AMQP 0-9-1 section 4.2.5.5 with RabbitMQ's errata for the type letters.
package enum FieldValue: Sendable, Equatable {
    /// UTF-8 text (`S`).
    case string(String)
    /// Any integer; read from every integer type, always written as a signed 64-bit one (`l`).
    case integer(Int64)
    /// A truth value (`t`).
    case boolean(Bool)
    /// A floating-point number (`d`; a 32-bit `f` is widened when read).
    case double(Double)
    /// A decimal number: the value divided by ten to the power of the scale (`D`).
    case decimal(scale: UInt8, value: UInt32)
    /// Plain bytes (`x`).
    case bytes([UInt8])
    /// Seconds since 1970 UTC (`T`).
    case timestamp(UInt64)
    /// A nested table (`F`), written with sorted keys so that equal tables have equal bytes.
    case table([String: FieldValue])
    /// A list (`A`).
    case array([FieldValue])
    /// Nothing (`V`).
    case null
}

/// The values of a statement in binary form, in one buffer.
struct SQLBinds: Hashable, Sendable {
    /// One value: where it lies in the buffer, or that it is NULL.
    struct Slot: Hashable, Sendable {
        /// Where the value begins.
        let start: Int
        /// Its length in bytes, −1 for NULL.
        let length: Int
    }

    private var writer = SQLWriter()
    private(set) var slots: [Slot] = []
    /// The numbers of the values' types, in order.
    private(set) var oids: [UInt32] = []

    /// No values.
    init() {}

    /// Room for some values.
    init(capacity: Int) {
        slots.reserveCapacity(capacity)
        oids.reserveCapacity(capacity)
    }

    /// The number of values.
    var count: Int { slots.count }

    /// All values, one after another.
    var bytes: [UInt8] { writer.bytes }

    /// Adds a value.
    mutating func append<T: SQLValue>(_ value: T) {
        let start = writer.bytes.count
        value.encode(into: &writer)
        slots.append(Slot(start: start, length: writer.bytes.count - start))
        oids.append(T.sqlOID)
    }

    /// Adds a NULL of a type.
    mutating func appendNull<T: SQLValue>(of _: T.Type) {
        slots.append(Slot(start: 0, length: -1))
        oids.append(T.sqlOID)
    }

    /// Why these values cannot be sent, if so.
    ///
    /// - Source: protocol 3.0: the number of parameters is a 16-bit word; a message is less than 1 GiB.
    var fault: String? {
        if count > 65_535 { return "\(count) values, the protocol takes 65535" }
        if bytes.count > 1 << 30 { return "more than 1 GiB of values" }
        return nil
    }
}

/// What one connection has prepared: bounded, the longest unused statement goes first.
struct StatementCache {
    /// A prepared statement is known by its text and the types of its values.
    struct Key: Hashable {
        let text: String
        let oids: [UInt32]
    }

    /// What must be done to use a statement.
    struct Use: Equatable {
        /// The number of the prepared statement.
        let id: Int
        /// Whether it must be prepared first.
        let isNew: Bool
        /// The name of a statement that must be given up for it.
        var evicted: String?
    }

    private struct Entry {
        let key: Key
        var lastUse: Int
        var columns: [RowSet.Column]?
    }

    private let capacity: Int
    private var ids: [Key: Int] = [:]
    private var entries: [Int: Entry] = [:]
    private var lastID = 0
    private var round = 0

    /// Keeps at most `capacity` statements, or as many as one group has.
    init(capacity: Int) { self.capacity = capacity }

    /// The number of statements kept.
    var count: Int { entries.count }

    /// The name of a statement on the server.
    static func name(_ id: Int) -> String { "s\(id)" }

    /// Begins a group; what the group uses is not given up within it.
    mutating func beginGroup() { round += 1 }

    /// Finds or makes room for a statement.
    mutating func use(_ key: Key) -> Use {
        if let id = ids[key] {
            entries[id]?.lastUse = round
            return Use(id: id, isNew: false)
        }
        lastID += 1
        var use = Use(id: lastID, isNew: true)
        if entries.count >= capacity { use.evicted = evict() }
        ids[key] = lastID
        entries[lastID] = Entry(key: key, lastUse: round)
        return use
    }

    /// The statement is not there, or not as it was: it will be prepared again when it is used next.
    ///
    /// - Returns: its name, if it was known.
    @discardableResult
    mutating func forget(_ id: Int) -> String? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        ids[entry.key] = nil
        return Self.name(id)
    }

    /// Nothing is prepared any more.
    mutating func forgetAll() {
        ids.removeAll()
        entries.removeAll()
    }

    /// The columns of a statement's rows, if they were seen before.
    func columns(_ id: Int) -> [RowSet.Column]? { entries[id]?.columns }

    /// Remembers the columns of a statement's rows.
    mutating func remember(columns: [RowSet.Column], of id: Int) { entries[id]?.columns = columns }

    private mutating func evict() -> String? {
        var oldest: (id: Int, lastUse: Int)?
        for (id, entry) in entries where entry.lastUse < oldest?.lastUse ?? round { oldest = (id, entry.lastUse) }
        return oldest.flatMap { forget($0.id) }
    }
}

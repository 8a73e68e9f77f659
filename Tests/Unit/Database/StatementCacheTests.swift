import Testing

@testable import Database

@Suite("Prepared statements", .timeLimit(.minutes(1)))
struct StatementCacheTests {
    static func key(_ text: String, _ oids: [UInt32] = []) -> StatementCache.Key { .init(text: text, oids: oids) }

    @Test
    func `a statement is prepared once, and again for other types`() {
        var cache = StatementCache(capacity: 8)
        let first = cache.use(Self.key("SELECT $1", [20]))
        #expect(first.isNew)
        #expect(cache.use(Self.key("SELECT $1", [20])) == .init(id: first.id, isNew: false))
        #expect(cache.use(Self.key("SELECT $1", [25])).isNew)
    }

    @Test
    func `the longest unused statement is given up`() {
        var cache = StatementCache(capacity: 2)
        let ids = ["a", "b"].map { text in
            cache.beginGroup()
            return cache.use(Self.key(text)).id
        }
        cache.beginGroup()
        _ = cache.use(Self.key("a"))
        cache.beginGroup()
        let third = cache.use(Self.key("c"))
        #expect(third.evicted == StatementCache.name(ids[1]))
        #expect(cache.count == 2)
        #expect(!cache.use(Self.key("a")).isNew)
    }

    @Test
    func `no statement of the group itself is given up`() {
        var cache = StatementCache(capacity: 2)
        cache.beginGroup()
        let uses = (0..<5).map { cache.use(Self.key("s\($0)")) }
        #expect(uses.allSatisfy { $0.isNew && $0.evicted == nil })
        #expect(cache.count == 5)
    }

    @Test
    func `a forgotten statement is prepared again under a new name`() {
        var cache = StatementCache(capacity: 2)
        let first = cache.use(Self.key("a"))
        #expect(cache.forget(first.id) == StatementCache.name(first.id))
        #expect(cache.forget(first.id) == nil)
        let second = cache.use(Self.key("a"))
        #expect(second.isNew)
        #expect(second.id != first.id)
    }
}

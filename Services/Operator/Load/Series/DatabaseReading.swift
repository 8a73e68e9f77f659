import Database

/// PostgreSQL's own figures of the suite's database, and how long its oldest work has waited.
struct DatabaseReading: RowDecodable, Equatable, Sendable {
    /// Transactions committed since the figures were last reset.
    let commits: Int64
    /// Bytes of write-ahead log ever written.
    let walBytes: Int64
    /// Sessions of clients that run a statement at this moment, without this one.
    let activeBackends: Int64
    /// Row versions that wait for the vacuum.
    let deadTuples: Int64
    /// The age of the oldest row by where it waits.
    /// - Units: seconds; 0 when nothing waits.
    let ages: [String: Double]

    /// Where rows wait: keys of `ages` in the order of the columns.
    private static let places = [
        "unseen", "outbox.intake", "outbox.verification", "outbox.notification", "outbox.archiving", "notices",
    ]

    /// Reads a row of ``statement``.
    init(row: inout Row) throws(DatabaseError) {
        commits = try row.next()
        walBytes = try row.next()
        activeBackends = try row.next()
        deadTuples = try row.next()
        var ages: [String: Double] = [:]
        for place in Self.places { ages[place] = max(0, try row.next() as Double) }
        self.ages = ages
    }

    /// Makes a reading of its parts.
    init(commits: Int64, walBytes: Int64, activeBackends: Int64, deadTuples: Int64, ages: [String: Double]) {
        self.commits = commits
        self.walBytes = walBytes
        self.activeBackends = activeBackends
        self.deadTuples = deadTuples
        self.ages = ages
    }

    /// One row; every part of it is answered out of an index or of the server's memory.
    ///
    /// The outbox is looked at in the order in which it becomes due, which is that of its age but for rows put off.
    static var statement: SQL {
        """
        SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()), \
        pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint, \
        (SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' \
        AND datname = current_database() AND pid <> pg_backend_pid()), \
        (SELECT coalesce(sum(n_dead_tup), 0)::bigint FROM pg_stat_user_tables), \
        (SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0)::float8 \
        FROM intake.submissions WHERE seen_at IS NULL), \
        (SELECT coalesce(extract(epoch FROM now() - min(recorded_at)), 0)::float8 \
        FROM (SELECT recorded_at FROM intake.outbox ORDER BY available_at LIMIT 100) AS due), \
        (SELECT coalesce(extract(epoch FROM now() - min(recorded_at)), 0)::float8 \
        FROM (SELECT recorded_at FROM verification.outbox ORDER BY available_at LIMIT 100) AS due), \
        (SELECT coalesce(extract(epoch FROM now() - min(recorded_at)), 0)::float8 \
        FROM (SELECT recorded_at FROM notification.outbox ORDER BY available_at LIMIT 100) AS due), \
        (SELECT coalesce(extract(epoch FROM now() - min(recorded_at)), 0)::float8 \
        FROM (SELECT recorded_at FROM archiving.outbox ORDER BY available_at LIMIT 100) AS due), \
        (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 \
        FROM notification.notices WHERE due_at <= now())
        """
    }

    /// The series' values.
    /// - Parameters:
    ///   - previous: the reading before; rates need one, and the server must not have forgotten its counts since.
    ///   - seconds: the time between the two.
    /// - Returns: `pg.commits` and `pg.walBytes` per second, `pg.activeBackends`, `pg.deadTuples`, `oldest.<place>` and
    ///   `queue.oldestSeconds`, the largest of them.
    func values(since previous: DatabaseReading?, seconds: Double) -> [String: Double] {
        var values = ["pg.activeBackends": Double(activeBackends), "pg.deadTuples": Double(deadTuples)]
        for (place, age) in ages { values["oldest.\(place)"] = age }
        values["queue.oldestSeconds"] = ages.values.max()
        if let previous, seconds > 0 {
            let (commits, walBytes) = (commits - previous.commits, walBytes - previous.walBytes)
            if commits >= 0 { values["pg.commits"] = Double(commits) / seconds }
            if walBytes >= 0 { values["pg.walBytes"] = Double(walBytes) / seconds }
        }
        return values
    }
}

import Database
import Glibc
import TestSupport

extension FaultTable {
    /// kill -9 of services at the instants that they name themselves.
    static let crashPoints: [Fault] =
        [
            crash(
                ("archiving", "after-confirm"), ("notification", "before-ack"), ("verification", "after-publish"),
                ("intake", "after-commit"), isShort: true),
            crash(
                ("archiving", "after-commit"), ("notification", "handing-over"), ("verification", "before-ack"),
                ("intake", "after-confirm"), isShort: true),
        ]
        + LocalSuite.services.flatMap { service in
            ["after-commit", "after-publish", "after-confirm", "before-ack"].map { crash((service, $0)) }
        } + [crash(("notification", "handing-over"))]

    /// kill -9 of services at any instant, and what is worse than a kill: being held up.
    static let kills: [Fault] =
        [
            killAtRandom(LocalSuite.services, times: 2, isShort: true),
            killWithinTransaction(["archiving", "notification", "intake", "verification"], isShort: true),
        ]
        + (LocalSuite.services + ["dukcapil", "dinkes-3574"]).map { killAtRandom([$0], times: 3) }
        + [hold("verification", seconds: 10, isShort: true)]
        + (LocalSuite.services + ["dukcapil"]).map { hold($0, seconds: 60) }

    /// Ends services, each at a point of its work, until all of them are down.
    private static func crash(_ points: (service: String, point: String)..., isShort: Bool = false) -> Fault {
        Fault(
            name: "kill " + points.map { "\($0.service) at \($0.point)" }.joined(separator: ", "), isShort: isShort,
            allows: points.contains { $0.service == "notification" } ? .doubleMails : [],
            inject: { stage in
                for (service, point) in points {
                    try stage.suite.set(["MPP_CRASH_POINT": "\(point):\(stage.random(in: 2...12))"], of: service)
                    try await stage.suite.local("stop", service)
                    do {
                        try await stage.suite.local("start", service)
                    } catch  where stage.suite.pid(of: service) == nil {
                        // It met its point before it was seen ready.
                    }
                    // The next start, whoever makes it, goes on.
                    try stage.suite.set(["MPP_CRASH_POINT": nil], of: service)
                    // One after the other, the last of the chain first, since each needs those before it to get there.
                    try await eventually(within: .seconds(90), "\(service) meets \(point)") {
                        stage.suite.pid(of: service) == nil
                    }
                }
            },
            heal: { stage in
                for (service, _) in points {
                    try stage.suite.set(["MPP_CRASH_POINT": nil], of: service)
                    // One that has not met its point would still do so.
                    try await stage.suite.local("kill", service)
                }
                try await stage.suite.start(points.map(\.service))
            })
    }

    /// Kills services at seeded instants, and starts them again each time.
    private static func killAtRandom(_ names: [String], times: Int, isShort: Bool = false) -> Fault {
        Fault(
            name: "kill \(names.joined(separator: ", ")) at random instants", isShort: isShort,
            allows: names.contains("notification") ? .doubleMails : [],
            inject: { stage in
                for _ in 0..<times {
                    for name in names {
                        try await stage.holdAtRandom()
                        try await stage.suite.end(name)
                    }
                    try await stage.suite.start(names)
                }
            },
            heal: { stage in try await stage.suite.start(names) })
    }

    /// Kills services while their transactions wait for a lock: what they hold is applied and not committed.
    private static func killWithinTransaction(_ services: [String], isShort: Bool = false) -> Fault {
        Fault(
            name: "kill \(services.joined(separator: ", ")) within a transaction", isShort: isShort,
            allows: .doubleMails,
            inject: { stage in
                try await stage.database.pool.transaction { transaction in
                    // One after the other, whoever says something last, so that each has something to wait with.
                    for service in services {
                        _ = try await transaction.execute(
                            "LOCK TABLE \(identifier: service).inbox IN ACCESS EXCLUSIVE MODE")
                        try await stage.untilBlocked(service)
                    }
                    // Whatever was said to the broker has arrived there.
                    try await stage.hold(seconds: 1)
                    for service in services { try await stage.suite.end(service) }
                }
            },
            heal: { stage in try await stage.suite.start(services) })
    }

    /// Stops a process without ending it, and lets it go on.
    private static func hold(_ name: String, seconds: Int, isShort: Bool = false) -> Fault {
        Fault(
            name: "\(name) held for \(seconds) s (SIGSTOP)", isShort: isShort,
            allows: name == "notification" ? .doubleMails : [],
            inject: { stage in
                try stage.suite.signal(SIGSTOP, to: name)
                try await stage.hold(seconds: seconds)
            },
            heal: { stage in try stage.suite.signal(SIGCONT, to: name) })
    }
}

extension FaultStage {
    /// Waits until a statement of a service waits for a lock.
    func untilBlocked(_ service: String) async throws {
        try await eventually(within: .seconds(60), "a transaction of \(service) waits") {
            try await database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = \(service) AND wait_event_type = 'Lock'") > 0
        }
    }

    /// Waits until citizens meet trouble: the proof that a fault has reached them.
    func untilTrouble(_ kinds: String...) async throws {
        let before = filer.standing.troubles
        try await eventually(within: .seconds(60), "citizens are told \(kinds.joined(separator: " or "))") {
            let now = filer.standing.troubles
            return kinds.contains { now[$0, default: 0] > before[$0, default: 0] }
        }
    }
}

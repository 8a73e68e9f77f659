import Contracts
import Testing

@Suite("Topology", .timeLimit(.minutes(1)))
struct TopologyTests {
    static func whole() throws -> DeclaredTopology {
        DeclaredTopology.core
            .merging(.agency(try AgencyCode("dukcapil"), checks: [try CheckCode("identity")]))
            .merging(.agency(try AgencyCode("dinkes-3574"), checks: [try CheckCode("sip"), try CheckCode("str")]))
            .merging(.subscriber(try AgencyCode("reports"), to: [.submissionClosed]))
    }

    static func matches(_ pattern: String, _ text: String) throws -> Bool {
        try Regex(pattern).firstMatch(in: text) != nil
    }

    @Test func `every queue has exactly one policy, whole for its class`() throws {
        let topology = try Self.whole()
        for queue in topology.queues {
            let policies = try topology.policies.filter {
                try $0.applyTo == .queues && Self.matches($0.pattern, queue.name)
            }
            #expect(policies.count == 1, "\(queue.name)")
            let policy = try #require(policies.first)
            #expect(policy.definition["delivery-limit"] != nil)
            if policy.definition["dead-letter-strategy"] == "at-least-once" {
                #expect(policy.definition["overflow"] == "reject-publish")
                #expect(policy.definition["dead-letter-exchange"] == "mpp.dead")
                let key = try #require(policy.definition["dead-letter-routing-key"]?.string)
                let target = topology.bindings.first { $0.exchange == "mpp.dead" && $0.routingKey == key }
                #expect(target != nil && target?.queue != queue.name)
            }
        }
        #expect(topology.queues.count == 11 + 3 + 1)
    }

    @Test func `an alternate exchange is where the table says`() throws {
        let topology = try Self.whole()
        for exchange in topology.exchanges {
            let policies = try topology.policies.filter {
                try $0.applyTo == .exchanges && Self.matches($0.pattern, exchange.name)
            }
            #expect(policies.first?.definition["alternate-exchange"]?.string == exchange.alternate)
            #expect(policies.count == (exchange.alternate == nil ? 0 : 1))
        }
        #expect(topology.exchanges.first { $0.name == "mpp.work" }?.alternate == nil)
    }

    @Test func `the settings of each class are those of the design`() throws {
        let policies = Dictionary(uniqueKeysWithValues: DeclaredTopology.core.policies.map { ($0.name, $0.definition) })
        #expect(
            policies["mpp-verification"] == [
                "dead-letter-exchange": "mpp.dead", "dead-letter-routing-key": "verification",
                "dead-letter-strategy": "at-least-once", "overflow": "reject-publish", "delivery-limit": 50,
            ])
        #expect(
            policies["mpp-agencies"] == [
                "dead-letter-exchange": "mpp.dead", "dead-letter-routing-key": "agency",
                "dead-letter-strategy": "at-least-once", "overflow": "reject-publish", "delivery-limit": 10,
                "max-length": 100_000, "max-length-bytes": 1_073_741_824,
            ])
        #expect(policies["mpp-terminal"] == ["delivery-limit": 100_000])
        #expect(policies["mpp-subscribers"]?["overflow"] == "drop-head")
    }

    @Test func `each service is bound to the events that it reads and to no other`() {
        let topology = DeclaredTopology.core
        for service in ServiceName.allCases {
            let keys = topology.bindings.filter { $0.queue == WireNames.Queue.events(service) }.map(\.routingKey)
            #expect(Set(keys) == Set(MessageRoute.events(readBy: service).map { "\($0.rawValue).*" }))
            #expect(!keys.isEmpty)
        }
    }

    @Test func `a binding names what is declared`() throws {
        let topology = try Self.whole()
        for binding in topology.bindings {
            #expect(topology.exchanges.contains { $0.name == binding.exchange })
            #expect(topology.queues.contains { $0.name == binding.queue })
        }
        #expect(Set(topology.queues.map(\.name)) == Set(topology.bindings.map(\.queue)))
    }

    @Test func `every service may send its own types and nothing else`() throws {
        let region = try RegionCode("3574")
        for user in DeclaredTopology.core.users {
            let service = try #require(ServiceName(rawValue: user.name))
            let topic = try #require(user.topics.first { $0.exchange == WireNames.Exchange.events })
            for route in MessageRoute.all {
                let isOwn = route.sender == .service(service) && route.exchange == WireNames.Exchange.events
                #expect(try Self.matches(topic.write, WireNames.routingKey(route.type, region)) == isOwn)
                #expect(try !Self.matches(topic.write, route.type.rawValue))
            }
        }
    }

    @Test func `nobody declares anything, and each reads its own queues only`() throws {
        let topology = try Self.whole()
        let owners: [String: Set<String>] = [
            "intake": ["intake.events", "intake.dead"], "notification": ["notification.events", "notification.dead"],
            "archiving": ["archiving.events", "archiving.dead"],
            "verification": [
                "verification.events", "verification.results", "verification.dead", "agency.dead", "unrouted",
            ],
            "dukcapil": ["agency.dukcapil.identity"],
            "dinkes-3574": ["agency.dinkes-3574.sip", "agency.dinkes-3574.str"],
            "subscriber.reports": ["subscriber.reports"],
        ]
        let writers: [String: Set<String>] = [
            "intake": ["mpp.events"], "notification": ["mpp.events"], "archiving": ["mpp.events"],
            "verification": ["mpp.events", "mpp.work"], "dukcapil": ["mpp.results"], "dinkes-3574": ["mpp.results"],
            "subscriber.reports": [],
        ]
        let names = topology.queues.map(\.name) + topology.exchanges.map(\.name) + ["amq.default", "amq.topic"]
        #expect(Set(topology.users.map(\.name)) == Set(owners.keys))
        for user in topology.users {
            #expect(try names.filter { try Self.matches(user.configure, $0) }.isEmpty)
            #expect(try Set(names.filter { try Self.matches(user.read, $0) }) == owners[user.name])
            #expect(try Set(names.filter { try Self.matches(user.write, $0) }) == writers[user.name])
            for exchange in topology.exchanges
            where exchange.kind == .topic && writers[user.name]?.contains(exchange.name) == true {
                #expect(user.topics.contains { $0.exchange == exchange.name })
            }
        }
    }

    @Test func `an agency answers under its own name only`() throws {
        let user = DeclaredUser.agency(try AgencyCode("dinkes"))
        let topic = try #require(user.topics.first)
        #expect(try Self.matches(topic.write, "dinkes.sip"))
        for key in ["dinkes-3574.sip", "dukcapil.sip", "x.dinkes.sip", "dinkes", "dinkes.sip.x", "dinkesxsip"] {
            #expect(try !Self.matches(topic.write, key))
        }
        #expect(try !Self.matches(user.read, "agency.dinkes-3574.sip"))
        #expect(try !Self.matches(user.read, "agency.dead"))
    }

    @Test func `merging twice changes nothing`() throws {
        let topology = try Self.whole()
        #expect(topology.merging(topology) == topology)
        #expect(topology.merging(.core) == topology)
    }
}

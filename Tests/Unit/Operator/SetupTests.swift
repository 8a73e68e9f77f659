import Broker
import Contracts
import Database
import Foundation
import Testing

@testable import OperatorCommands

/// The parts of set-up that need no server.
@Suite(.timeLimit(.minutes(1)))
struct SetupTests {
    @Test func `a step's JSON is what and outcome`() throws {
        let step = SetupStep(what: "role intake", outcome: .missing)
        #expect(
            try JSONValue(json: Array(JSONEncoder().encode(step))) == ["what": "role intake", "outcome": "missing"])
    }

    @Test func `an object is there when it has all members with the same values`() {
        let present: JSONValue = ["pattern": "^x$", "priority": 1, "definition": ["a": 1, "b": 2], "vhost": "mpp"]
        #expect(present.includes(["pattern": "^x$", "definition": ["a": 1, "b": 2]]))
        #expect(present.includes([:]))
        #expect(!present.includes(["pattern": "^y$"]))
        #expect(!present.includes(["missing": 1]))
        // A policy's definition counts as a whole: one key too many is another policy.
        #expect(!present.includes(["definition": ["a": 1]]))
        #expect(JSONValue.string("x").includes("x"))
    }

    @Test func `the broker gets the declared topology, every queue a quorum queue`() throws {
        let declared = DeclaredTopology.core.merging(
            .agency(try AgencyCode("dukcapil"), checks: [try CheckCode("identity")]))
        let topology = Topology(declared)
        #expect(topology.exchanges.map(\.name) == declared.exchanges.map(\.name))
        #expect(topology.exchanges.map(\.kind.rawValue) == declared.exchanges.map(\.kind.rawValue))
        #expect(topology.exchanges.allSatisfy { $0.isDurable })
        #expect(topology.queues.map(\.name) == declared.queues.map(\.name))
        #expect(topology.queues.allSatisfy { $0.arguments == Topology.Queue.quorum })
        #expect(topology.bindings.count == declared.bindings.count)
        #expect(topology.bindings.contains { $0.destination == "agency.dukcapil.identity" })
    }

    @Test func `paths of the management API are escaped`() {
        #expect(ManagementClient.path("permissions", "/", "subscriber.kota") == "permissions/%2F/subscriber%2Ekota")
    }

    @Test func `every service's schema is set up, once`() {
        #expect(DatabaseSetup.sets.map(\.service) == ServiceName.allCases)
        for (service, set) in DatabaseSetup.sets {
            #expect(set.schema == service.rawValue)
            #expect(!set.migrations.isEmpty)
        }
    }
}

import ArgumentParser
import Contracts
import Testing

@testable import OperatorCommands

@Suite(.timeLimit(.minutes(1)))
struct ParkedTests {
    @Test func `without a service all are meant`() throws {
        #expect(try ParkedCommand.List.parse([]).scope.services() == ServiceName.allCases)
    }

    @Test(arguments: ServiceName.allCases)
    func `one service can be chosen`(service: ServiceName) throws {
        #expect(try ParkedCommand.List.parse(["--service", service.rawValue]).scope.services() == [service])
    }

    @Test func `a service that is none is a wrong usage`() throws {
        let scope = try ParkedCommand.List.parse(["--service", "mail"]).scope
        #expect(throws: ValidationError.self) { try scope.services() }
    }

    @Test func `a replay names its messages or says all, never both and never neither`() throws {
        #expect(try ParkedCommand.Replay.parse(["m-1", "m-2"]).messages == ["m-1", "m-2"])
        #expect(try ParkedCommand.Replay.parse(["--all"]).all)
        #expect(throws: (any Error).self) { try ParkedCommand.Replay.parse([]) }
        #expect(throws: (any Error).self) { try ParkedCommand.Replay.parse(["m-1", "--all"]) }
    }

    @Test func `a discard needs a reason`() throws {
        #expect(throws: (any Error).self) { try ParkedCommand.Discard.parse(["m-1"]) }
        #expect(try ParkedCommand.Discard.parse(["m-1", "--reason", "test data"]).reason == "test data")
    }
}

import ArgumentParser
import Contracts
import Foundation

/// `mpp setup`: brings PostgreSQL and RabbitMQ to what this version of the suite needs.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Makes roles, schemas, topology, policies and broker users; a second run changes nothing.",
        discussion: """
            Needs MPP_DATABASE_ADMIN_URL, MPP_BROKER_ADMIN_URL, MPP_BROKER_MANAGEMENT_URL, MPP_SECRETS and \
            MPP_CATALOGUE. Migrations run under each service's owner role and an advisory lock.
            """)

    @Flag(help: "Only tell what is missing; change nothing. Ends with 1 when something is.")
    var dryRun = false

    @Option(help: "Only one part: database or broker (for a broker that takes `mpp definitions` instead).")
    var only: Part?

    @Flag(help: "Print a list of {what, outcome}.")
    var json = false

    /// What is set up.
    enum Part: String, ExpressibleByArgument {
        case database
        case broker
    }

    func run() async throws {
        let environment = OperatorEnvironment()
        let catalogue = try Catalogue.read(environment)
        var steps: [SetupStep] = []
        if only != .broker { steps += try await DatabaseSetup(environment: environment, isDryRun: dryRun).run() }
        if only != .database {
            steps += try await BrokerSetup(
                environment: environment, topology: .whole(for: catalogue), isDryRun: dryRun
            ).run()
        }
        if json {
            try Terminal.say(json: steps)
        } else {
            Terminal.table(["what", "outcome"], steps.map { [$0.what, $0.outcome.rawValue] })
        }
        let missing = steps.filter { $0.outcome == .missing }
        if !missing.isEmpty {
            throw CommandFailure.fault("\(missing.count) missing; make them with: mpp setup")
        }
    }
}

extension Catalogue {
    /// Reads the catalogue that the environment names.
    static func read(_ environment: OperatorEnvironment) throws -> Catalogue {
        let directory = try environment.required("MPP_CATALOGUE", for: "the folder of the catalogue")
        do {
            return try Catalogue.load(directory: directory)
        } catch {
            throw CommandFailure.fault("the catalogue does not load:\n\(error)")
        }
    }
}

import ArgumentParser
import Contracts
import Foundation
import Sealing
import ServiceRuntime

/// `mpp keys`: the secrets of a suite.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The secrets of a suite.", subcommands: [Generate.self])

    /// `mpp keys generate`.
    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate", abstract: "Makes the secrets that are missing, each a file of mode 600.",
            discussion: """
                Passwords of services and of the catalogue's agencies, the key ring and each service's part of it, the keys \
                of the document stores and, in test mode, the test issuer's key. What is there stays as it is. \
                Reads MPP_CATALOGUE for the agencies.
                """)

        @Option(help: "The folder of the secrets.")
        var directory: String

        @Flag(help: "Print the names of the secrets made.")
        var json = false

        func run() async throws {
            let environment = OperatorEnvironment()
            let catalogue = try Catalogue.read(environment)
            var folder = SecretFolder(path: directory)
            try folder.prepare()
            for service in ServiceName.allCases {
                try folder.makePassword(Secrets.databasePassword(service))
                try folder.makePassword(Secrets.brokerPassword(service.rawValue))
            }
            for agency in Set(catalogue.checks.map(\.agency.value)).sorted() {
                try folder.makePassword(Secrets.brokerPassword(agency))
            }
            try folder.makeKeyRings()
            try folder.makeStoreKeys(Secrets.documentKeys)
            try folder.makeStoreKeys(Secrets.archiveKeys)
            if environment.optional("MODE", "production") == "test" { try folder.makeTestIssuer() }
            if json {
                try Terminal.say(json: ["made": folder.made])
            } else {
                Terminal.say(
                    folder.made.isEmpty ? "nothing was missing" : "made: \(folder.made.joined(separator: ", "))")
            }
        }
    }
}

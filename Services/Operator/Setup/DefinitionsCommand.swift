import ArgumentParser
import Contracts

/// `mpp definitions`: the broker's part of the set-up as a file.
struct DefinitionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "definitions",
        abstract: "Prints the broker's definitions (users, permissions, policies, topology) as RabbitMQ imports them.",
        discussion: """
            For brokers without the management API: rabbitmqctl import_definitions FILE, or load_definitions in \
            rabbitmq.conf. Needs MPP_SECRETS and MPP_CATALOGUE; MPP_BROKER_VHOST names the virtual host. The file holds \
            salted hashes of the passwords: keep it like a secret.
            """)

    func run() async throws {
        let environment = OperatorEnvironment()
        let definitions = BrokerDefinitions(
            topology: .whole(for: try Catalogue.read(environment)), host: environment.virtualHost,
            password: { try environment.secret(Secrets.brokerPassword($0)) })
        try Terminal.say(json: definitions.json())
    }
}

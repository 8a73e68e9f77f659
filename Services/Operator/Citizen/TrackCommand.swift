import ArgumentParser
import Contracts
import Foundation
import NIOHTTP1

/// `mpp track NUMBER`: shows where an application stands.
struct TrackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "track", abstract: "Shows an application's state and timeline.",
        discussion: "Without --access-code or --token an operator's token of the test issuer is minted (test mode).")

    @Argument(help: "The application's number.")
    var number: String

    @Option(help: "The access code of the receipt.")
    var accessCode: String?

    @Option(help: "A bearer token.")
    var token: String?

    @Option(help: "Wait until the application is archived, for so many seconds at most.")
    var wait: Int = 0

    @Flag(help: "Print what intake answers.")
    var json = false

    func run() async throws {
        let environment = OperatorEnvironment()
        let client = IntakeClient(environment: environment)
        var bearer = token
        if bearer == nil, accessCode == nil {
            bearer = try await TestTokens(environment: environment).mint(
                subject: "operator", roles: ["operator"], lifetimeSeconds: 3600)
        }
        let path = "/v1/submissions/" + (number.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? number)
        let deadline = ContinuousClock.now + .seconds(wait)
        var status = try await client.send(.GET, path, token: bearer, accessCode: accessCode)
        while status["archivedAt"] == nil, ContinuousClock.now < deadline {
            // The interval of the question; intake has no way to call back a command.
            try await Task.sleep(for: .milliseconds(200))
            status = try await client.send(.GET, path, token: bearer, accessCode: accessCode)
        }
        if json {
            try Terminal.say(json: status)
        } else {
            let view = TrackView(number: number, status: status)
            Terminal.say(view.head)
            Terminal.table(TrackView.columns, view.rows)
            for line in view.facts { Terminal.say(line) }
        }
        if wait > 0, status["archivedAt"] == nil {
            throw CommandFailure.fault("\(number) is not archived after \(wait) seconds")
        }
    }
}

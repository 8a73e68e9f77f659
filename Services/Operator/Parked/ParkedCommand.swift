import ArgumentParser
import Contracts
import Database
import Foundation

/// `mpp parked`: messages that wait for an operator.
struct ParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked", abstract: "Messages that wait for an operator.",
        subcommands: [List.self, Show.self, Replay.self, Discard.self])

    /// Which service's messages.
    struct Scope: ParsableArguments {
        @Option(help: "intake, verification, notification or archiving; by default all.")
        var service: String?

        @Flag(help: "Print JSON.")
        var json = false

        /// The services asked for.
        func services() throws -> [ServiceName] {
            guard let service else { return ServiceName.allCases }
            guard let name = ServiceName(rawValue: service) else {
                throw ValidationError("\(service) is not a service.")
            }
            return [name]
        }
    }

    /// `mpp parked list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists parked messages, the oldest first.")

        @OptionGroup var scope: Scope

        func run() async throws {
            let rows = try await ParkedStore().list(scope.services())
            if scope.json { return try Terminal.say(json: rows) }
            Terminal.table(
                ["service", "consumer", "message", "type", "reason", "since", "replays"],
                rows.map {
                    [$0.service, $0.consumer, $0.messageID, $0.type ?? "?", $0.reason, $0.parkedAt, String($0.replays)]
                })
        }
    }

    /// `mpp parked show MESSAGE`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows why a message is parked, with its properties; never its body.")

        @Argument(help: "The message's id, as listed.")
        var message: String

        @OptionGroup var scope: Scope

        func run() async throws {
            let rows = try await ParkedStore().list(scope.services()).filter { $0.messageID == message }
            guard !rows.isEmpty else { throw CommandFailure.fault("no parked message \(message)") }
            for row in rows { try Terminal.say(json: row) }
        }
    }

    /// `mpp parked replay MESSAGE…`.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "Makes parked messages due: their service processes them from the table.")

        @Argument(help: "The messages' ids, as listed.")
        var messages: [String] = []

        @Flag(help: "All that are parked.")
        var all = false

        @OptionGroup var scope: Scope

        func validate() throws {
            guard all != !messages.isEmpty else { throw ValidationError("Give message ids, or --all.") }
        }

        func run() async throws {
            let count = try await ParkedStore().replay(all ? nil : messages, of: scope.services())
            try report("replayed", count, json: scope.json)
        }
    }

    /// `mpp parked discard MESSAGE…`.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discard", abstract: "Throws parked messages away; what waited behind them goes on.")

        @Argument(help: "The messages' ids, as listed.")
        var messages: [String]

        @Option(help: "Why; kept in the audit trail.")
        var reason: String

        @OptionGroup var scope: Scope

        func run() async throws {
            let count = try await ParkedStore().discard(messages, of: scope.services(), reason: reason)
            try report("discarded", count, json: scope.json)
        }
    }
}

extension ParsableCommand {
    /// Tells how many messages something was done to; none is a fault.
    fileprivate func report(_ what: String, _ count: Int, json: Bool) throws {
        if json { try Terminal.say(json: [what: count]) } else { Terminal.say("\(count) \(what)") }
        if count == 0 { throw CommandFailure.fault("no such parked message") }
    }
}

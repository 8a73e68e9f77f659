import Contracts
import Foundation
import ServiceRuntime
import Simulation
import Synchronization
import TestSupport
import Testing

@testable import NotificationService

@Suite(.timeLimit(.minutes(1))) struct SimulatedTransportTests {
    /// Takes everything and remembers it.
    private final class Sink: NoticeTransport {
        let channel = NoticeChannel.file
        private let taken = Mutex<[String]>([])

        var messages: [String] { taken.withLock { $0 } }

        func handOver(_ notice: OutgoingNotice) async -> TransportAnswer {
            taken.withLock { $0.append(notice.messageID) }
            return .accepted
        }
    }

    private func notice(_ id: String = "<a@mpp.example>", attempt: Int = 1) throws -> OutgoingNotice {
        OutgoingNotice(
            messageID: id, address: "x@example.org",
            words: RenderedNotice(subject: "s", body: "b", language: .indonesian, templateVersion: 1),
            number: .make(region: try RegionCode("3574")), event: .make(), kind: .received, attempt: attempt)
    }

    private func transport(_ json: String, _ sink: Sink, crash: @escaping @Sendable () -> Void = {}) throws
        -> SimulatedTransport
    {
        SimulatedTransport(sink, profile: try SimulationProfile(json: Array(json.utf8)), crash: crash)
    }

    @Test(
        arguments: [
            ("{}", .accepted, 1),
            ("{\"rates\": {\"error\": 1}}", .refusedForNow(reason: "simulated-error"), 0),
            ("{\"rates\": {\"tooManyRequests\": 1}}", .refusedForNow(reason: "simulated-too-many-requests"), 0),
            ("{\"rates\": {\"timeoutAfterWork\": 1}}", .maybeTaken(reason: "simulated-timeout"), 1),
            ("{\"rates\": {\"malformed\": 1}}", .maybeTaken(reason: "simulated-garbled-answer"), 1),
            ("{\"rates\": {\"duplicate\": 1}}", .accepted, 2),
            ("{\"outcomes\": {\"mismatch\": 1}}", .refused(reason: "simulated-mailbox-refused"), 0),
            ("{\"outcomes\": {\"not-found\": 1}}", .refused(reason: "simulated-no-such-recipient"), 0),
            ("{\"outcomes\": {\"unavailable\": 1}}", .unavailable(reason: "simulated-unavailable"), 0),
            (
                "{\"outages\": [{\"fromSeconds\": 0, \"toSeconds\": 9}]}", .unavailable(reason: "simulated-outage"), 0
            ),
        ] as [(String, TransportAnswer, Int)])
    func `each fault has its answer, and what was taken is in the sink`(
        _ json: String, _ answer: TransportAnswer, _ taken: Int
    ) async throws {
        let sink = Sink()
        #expect(try await transport(json, sink).handOver(notice()) == answer)
        #expect(sink.messages.count == taken)
    }

    @Test func `a crash comes after the notice was taken`() async throws {
        let sink = Sink()
        let crashes = Mutex(0)
        let transport = try transport("{\"rates\": {\"crashAfterWork\": 1}}", sink) {
            crashes.withLock { $0 = sink.messages.count }
        }
        _ = try await transport.handOver(notice())
        #expect(crashes.withLock { $0 } == 1)
    }

    @Test func `another attempt may end otherwise, the same one never`() async throws {
        let transport = try transport("{\"rates\": {\"error\": 0.5}}", Sink())
        var answers: [Int: TransportAnswer] = [:]
        for attempt in 1...20 { answers[attempt] = await transport.handOver(try notice(attempt: attempt)) }
        #expect(Set(answers.values.map(\.reason)).count == 2)
        for attempt in (1...20).reversed() {
            #expect(try await transport.handOver(notice(attempt: attempt)) == answers[attempt])
        }
    }

    @Test(arguments: [
        (Mode.production, "{}", "must not be set outside test mode"),
        (.test, "{\"rates\": {\"eror\": 1}}", "rates.eror"), (.test, "", "is no JSON"),
    ])
    func `a simulator outside test mode or with a wrong profile refuses the start`(
        _ mode: Mode, _ profile: String, _ reason: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/profile.json"
            try Data(profile.utf8).write(to: URL(filePath: file))
            let reader = SettingsReader(values: [
                "notification.channel": "null", "tracking.url": "http://x", "notification.simulator": file,
            ])
            let context = RuntimeContext(name: "notification", settings: reader, logger: .silent, mode: mode)
            let error = await #expect(throws: SettingsError.self) {
                _ = try await NotificationService.build(context: context)
            }
            #expect(error?.exitCode == .configuration)
            #expect(
                error?.faults.contains { $0.key == "notification.simulator" && "\($0)".contains(reason) } == true)
        }
    }
}

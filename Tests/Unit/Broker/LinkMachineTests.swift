import Testing

@testable import Broker

@Suite("Link machine", .timeLimit(.minutes(1)))
struct LinkMachineTests {
    private var link: LinkMachine<PublisherMachine>

    init() {
        link = Self.link()
    }

    private static func link(reconnects: Bool = true) -> LinkMachine<PublisherMachine> {
        LinkMachine(
            role: PublisherMachine(
                window: 4,
                limits: PublisherMachine.Limits(
                    stampedUser: nil, user: "guest", maximumBodyBytes: 1000, unsent: .seconds(5),
                    confirm: .seconds(20), stall: .seconds(30))),
            limits: LinkMachine.Limits(
                open: .seconds(5), stall: .seconds(30), close: .seconds(5), reconnects: reconnects),
            backoff: ReconnectBackoff(first: .seconds(1), longest: .seconds(8), seed: 1),
            channelBackoff: ReconnectBackoff(first: .seconds(1), longest: .seconds(8), seed: 1))
    }

    private mutating func take(at now: MonotonicTime = .zero) -> [UInt32] {
        link.advance(at: now)
        let methods = link.output.methods
        link.wrote(link.output.count, at: now)
        return methods
    }

    /// Connects and sets up; then the publisher can publish.
    private mutating func connect(at now: MonotonicTime = .zero) {
        link.start(at: now)
        link.advance(at: now)
        #expect(link.takeCommand() == .connect)
        link.connected(to: "host:1", heartbeatSeconds: 10, maximumFrameBytes: 131_072, at: now)
        #expect(take(at: now) == [SentFrame.channelOpen])
        link.received(.reply(.channelOpen), at: now)
        #expect(take(at: now) == [SentFrame.confirmSelect])
        link.received(.reply(.confirmSelect), at: now)
        link.advance(at: now)
        #expect(link.state == .connected)
    }

    private mutating func publish(at now: MonotonicTime = .zero) {
        _ = link.role.submit(
            [OutboundMessage(exchange: "e", routingKey: "k", properties: MessageProperties(), body: [])], at: now)
    }

    private mutating func outcomes() -> Int {
        var count = 0
        while let done = link.role.takeCompleted() { count += done.outcomes.count }
        return count
    }

    private func close(_ code: UInt16, _ text: String) -> InboundFrame.ServerClose {
        InboundFrame.ServerClose(code: code, text: text, classID: 60, methodID: 40)
    }

    @Test mutating func `it connects at once and says when it is ready`() {
        #expect(link.state == .connecting(reason: "not started"))
        connect()
        #expect(link.connections == 1)
        guard case .connected(let address) = link.takeEvents().last else {
            Issue.record("not logged")
            return
        }
        #expect(address == "host:1")
        #expect(link.takeEvents().isEmpty)
    }

    @Test mutating func `failures to connect are retried with growing pauses and told`() {
        link.start(at: .zero)
        var now = MonotonicTime.zero
        var longest: Int64 = 0
        for attempt in 0..<6 {
            link.advance(at: now)
            #expect(link.takeCommand() == .connect, "attempt \(attempt)")
            link.connectFailed(BrokerError(.unreachable, "refused", operation: "connect"), at: now)
            #expect(link.state == .connecting(reason: "connect: unreachable: refused"))
            #expect(link.wake > now)
            longest = max(longest, link.wake.nanoseconds - now.nanoseconds)
            link.advance(at: MonotonicTime(nanoseconds: link.wake.nanoseconds - 1))
            #expect(link.takeCommand() == nil)
            now = link.wake
        }
        #expect(longest >= 4_000_000_000 && longest <= 8_000_000_000)
    }

    @Test mutating func `a lost connection is made anew, and its publishes with it`() {
        connect()
        link.lose(BrokerError(.connectionLost, "reset", operation: "receive"), at: .seconds(1))
        #expect(link.takeCommand() == .disconnect)
        #expect(link.state == .connecting(reason: "receive: connection-lost: reset"))
        publish(at: .seconds(1))
        let again = link.wake
        link.advance(at: again)
        #expect(link.takeCommand() == .connect)
        link.connected(to: "b", heartbeatSeconds: 10, maximumFrameBytes: 131_072, at: again)
        #expect(take(at: again) == [SentFrame.channelOpen])
        link.received(.reply(.channelOpen), at: again)
        #expect(take(at: again) == [SentFrame.confirmSelect])
        link.received(.reply(.confirmSelect), at: again)
        #expect(take(at: again).first == SentFrame.publish)
    }

    @Test mutating func `a closed channel is answered and opened again`() {
        connect()
        link.received(.channelClosed(close(404, "NOT_FOUND - no exchange 'e' in vhost '/'")), at: .seconds(1))
        #expect(take(at: .seconds(1)) == [SentFrame.channelCloseOK])
        #expect(link.takeCommand() == nil, "the connection stays")
        #expect(link.failure?.replyCode == 404)
        #expect(link.failure?.operation == "basic.publish")
        #expect(link.wake <= .seconds(2))
        #expect(take(at: .seconds(2)) == [SentFrame.channelOpen])
        link.received(.reply(.channelOpen), at: .seconds(2))
        #expect(take(at: .seconds(2)) == [SentFrame.confirmSelect])
        #expect(link.channelErrors == 1)
    }

    @Test mutating func `a channel that closes again and again is opened ever more slowly`() {
        connect()
        var now = MonotonicTime.seconds(1)
        var pauses: [Int64] = []
        for _ in 0..<5 {
            link.received(.channelClosed(close(404, "NOT_FOUND")), at: now)
            _ = take(at: now)
            pauses.append(link.wake.nanoseconds - now.nanoseconds)
            now = link.wake
            // Heartbeats may be due before the pause is over.
            while take(at: now).contains(SentFrame.channelOpen) == false { now = link.wake }
            link.received(.reply(.channelOpen), at: now)
            link.heard(at: now)
        }
        #expect(pauses[0] <= 1_000_000_000)
        #expect(link.state != .closed)
        #expect((pauses.last ?? 0) > 1_000_000_000)
    }

    @Test mutating func `a closed connection is answered before it is left`() {
        connect()
        link.received(.connectionClosed(close(320, "CONNECTION_FORCED - bye")), at: .seconds(1))
        #expect(link.takeCommand() == .disconnect)
        #expect(link.output.methods == [SentFrame.connectionCloseOK])
        #expect(link.failure?.code == .connectionClosed)
        #expect(link.failure?.disposition == .transient)
    }

    @Test mutating func `silence for two heartbeats loses the connection, any byte keeps it`() {
        connect()
        link.heard(at: .seconds(15))
        _ = take(at: .seconds(34))
        #expect(link.state == .connected)
        _ = take(at: .seconds(35))
        #expect(link.takeCommand() == .disconnect)
        #expect(link.failure?.code == .heartbeatMissed)
    }

    @Test mutating func `heartbeats are sent when nothing else is`() {
        connect()
        #expect(take(at: .seconds(4)).isEmpty)
        link.advance(at: .seconds(5))
        #expect(link.output.frames.map(\.type) == [FrameType.heartbeat])
        #expect(link.output.frames.map(\.channel) == [0])
        link.wrote(link.output.count, at: .seconds(5))
        #expect(take(at: .seconds(9)).isEmpty)
    }

    @Test mutating func `a socket that takes nothing is given up, unless the broker says it is blocked`() {
        connect()
        publish()
        link.advance(at: .zero)
        #expect(!link.output.isEmpty)
        link.received(.blocked(reason: "low on memory"), at: .seconds(1))
        #expect(link.state == .blocked(reason: "low on memory"))
        for second in 2..<100 {
            link.heard(at: .seconds(Double(second)))
            link.advance(at: .seconds(Double(second)))
        }
        #expect(link.takeCommand() == nil)
        link.received(.unblocked, at: .seconds(100))
        #expect(link.state == .connected)
        link.advance(at: .seconds(100))
        #expect(link.failure?.code == .stalled)
        #expect(link.takeCommand() == .disconnect)
    }

    @Test mutating func `closing waits for confirms, then says good-bye`() {
        connect()
        publish()
        #expect(take().first == SentFrame.publish)
        link.close(at: .seconds(1))
        #expect(take(at: .seconds(1)).isEmpty)
        link.received(.confirm(number: 1, multiple: false, isPositive: true), at: .seconds(2))
        #expect(take(at: .seconds(2)) == [SentFrame.connectionClose])
        #expect(outcomes() == 1)
        #expect(!link.isClosed)
        link.received(.reply(.connectionClosed), at: .seconds(2))
        #expect(link.isClosed)
        #expect(link.takeCommand() == .disconnect)
        #expect(link.wake == .never)
    }

    @Test mutating func `closing is bounded, and so is the good-bye`() {
        connect()
        publish()
        _ = take()
        link.close(at: .zero)
        #expect(take(at: .seconds(5)) == [SentFrame.connectionClose])
        #expect(outcomes() == 1, "unknown, but told")
        _ = take(at: .seconds(6))
        #expect(link.isClosed)
    }

    @Test mutating func `closing without a connection is done at once`() {
        link.start(at: .zero)
        publish()
        link.close(at: .zero)
        #expect(link.isClosed)
        #expect(outcomes() == 1)
        link.connected(to: "late", heartbeatSeconds: 0, maximumFrameBytes: 4096, at: .zero)
        #expect(link.takeCommand() == .disconnect, "a connection that comes too late is let go")
    }

    @Test mutating func `stopping tells everybody at once`() {
        connect()
        publish()
        _ = take()
        publish()
        link.stop(at: .seconds(1))
        #expect(outcomes() == 2)
        #expect(link.state == .closed)
        #expect(take(at: .seconds(1)).last == SentFrame.connectionClose)
        link.received(.confirm(number: 1, multiple: false, isPositive: true), at: .seconds(1))
        link.received(.reply(.connectionClosed), at: .seconds(1))
        #expect(link.isClosed)
    }

    @Test mutating func `the channel not opening in time loses the connection`() {
        link.start(at: .zero)
        _ = link.takeCommand()
        link.connected(to: "a", heartbeatSeconds: 0, maximumFrameBytes: 4096, at: .zero)
        #expect(take() == [SentFrame.channelOpen])
        link.advance(at: .seconds(5))
        #expect(link.failure?.code == .timedOut)
        #expect(link.takeCommand() == .disconnect)
    }

    @Test mutating func `frames against the protocol lose the connection`() {
        for frame in [
            InboundFrame.unknown(7), .body([1]), .header(bodyBytes: 1, properties: MessageProperties()),
            .confirm(number: 9, multiple: false, isPositive: true),
        ] {
            link = Self.link()
            connect()
            link.received(frame, at: .zero)
            #expect(link.failure?.code == .protocolViolation)
            #expect(link.takeCommand() == .disconnect)
        }
    }

    @Test mutating func `one that does not reconnect ends with its reason`() {
        link = Self.link(reconnects: false)
        link.start(at: .zero)
        _ = link.takeCommand()
        publish()
        link.connectFailed(BrokerError(.refusedLogin, "no", operation: "log in", replyCode: 403), at: .zero)
        #expect(link.isClosed)
        #expect(link.failure?.replyCode == 403)
        #expect(outcomes() == 1)
    }
}

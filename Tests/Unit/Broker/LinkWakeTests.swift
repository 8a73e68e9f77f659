import TestSupport
import Testing

@testable import Broker

/// After a turn the next one must lie ahead: a timer in the past would keep the thread busy for nothing.
@Suite("Turns of the connection", .timeLimit(.minutes(1)))
struct LinkWakeTests {
    private func link<Role: ChannelRole>(_ role: Role) -> LinkMachine<Role> {
        LinkMachine(
            role: role,
            limits: LinkMachine.Limits(open: .seconds(5), stall: .seconds(30), close: .seconds(5)),
            backoff: ReconnectBackoff(first: .milliseconds(100), longest: .seconds(8), seed: 1),
            channelBackoff: ReconnectBackoff(first: .milliseconds(10), longest: .seconds(8), seed: 1))
    }

    /// Lets a link live through anything; `act` is what its user does, `frames` what the broker may say.
    private func live<Role: ChannelRole>(
        _ role: Role, seed: UInt64, frames: [InboundFrame],
        act: (inout Role, MonotonicTime, inout SeededGenerator) -> Void
    ) {
        var random = SeededGenerator(seed: seed)
        var link = link(role)
        var now = MonotonicTime.seconds(1)
        let closingAt = Int.random(in: 200...900, using: &random)
        let pauses: [Int] = [0, 1, 5, 100, 1500]
        link.start(at: now)
        for step in 0..<1000 {
            switch Int.random(in: 0..<16, using: &random) {
            case 0: link.lose(BrokerError(.connectionLost, "gone", operation: "x"), at: now)
            case 1:
                link.received(
                    .channelClosed(InboundFrame.ServerClose(code: 404, text: "", classID: 0, methodID: 0)), at: now)
            case 2: link.received(.blocked(reason: "memory"), at: now)
            case 3: link.received(.unblocked, at: now)
            case 4...6: frames.randomElement(using: &random).map { link.received($0, at: now) }
            case 7...9: act(&link.role, now, &random)
            case 10: link.heard(at: now)
            default: link.received(.reply(.channelOpen), at: now)
            }
            if step == closingAt {
                if Bool.random(using: &random) { link.close(at: now) } else { link.stop(at: now) }
            }
            link.advance(at: now)
            if Bool.random(using: &random) { link.wrote(link.output.count, at: now) }
            if link.takeCommand() == .connect {
                if Bool.random(using: &random) {
                    link.connected(to: "a", heartbeatSeconds: 10, maximumFrameBytes: 4096, at: now)
                } else {
                    link.connectFailed(BrokerError(.unreachable, "no", operation: "x"), at: now)
                }
                link.advance(at: now)
            }
            // A turn may bring about a second one at once, but no third.
            if link.wake <= now { link.advance(at: now) }
            #expect(link.wake > now, "step \(step) of seed \(seed), \(link.state)")
            if link.isClosed { #expect(link.wake == .never) }
            now = now + .milliseconds(pauses.randomElement(using: &random) ?? 0)
            if Bool.random(using: &random), link.wake != .never { now = max(now, link.wake) }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a publisher's next turn lies ahead`(seed: UInt64) {
        let role = PublisherMachine(
            window: 5,
            limits: PublisherMachine.Limits(
                stampedUser: nil, user: "u", maximumBodyBytes: 100, unsent: .seconds(2), confirm: .seconds(4),
                stall: .seconds(9)))
        let message = OutboundMessage(exchange: "e", routingKey: "k", properties: MessageProperties(), body: [])
        live(
            role, seed: seed,
            frames: [
                .reply(.confirmSelect), .reply(.confirmSelect), .confirm(number: 0, multiple: true, isPositive: true),
            ]
        ) { role, now, random in
            _ = role.submit(Array(repeating: message, count: Int.random(in: 0...9, using: &random)), at: now)
            while role.takeCompleted() != nil {}
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a consumer's next turn lies ahead`(seed: UInt64) {
        let role = ConsumerMachine(
            queue: "q", prefetch: 100, consumerTag: "me",
            backoff: ReconnectBackoff(first: .milliseconds(100), longest: .seconds(1), seed: seed),
            idleProbeInterval: .seconds(3))
        var numbers: [UInt64: UInt64] = [:]
        var taken: [DeliveryTag] = []
        live(
            role, seed: seed,
            frames: [
                .reply(.consume), .reply(.consume), .reply(.cancel), .consumerCancelled,
                .reply(.queue(messages: 1, consumers: 1)),
            ]
        ) { role, now, random in
            if role.isReady, !role.isOver {
                numbers[role.generation, default: 0] += 1
                let method = InboundFrame.DeliverMethod(
                    number: numbers[role.generation] ?? 0, redelivered: false, exchange: "", routingKey: "")
                let fault = failure { try role.received(.delivery(method, MessageProperties(), []), at: now) }
                #expect(fault == nil)
            }
            taken += role.takeAll().map(\.tag)
            if Bool.random(using: &random) {
                role.acknowledge(taken.filter { _ in Bool.random(using: &random) })
            } else if let tag = taken.randomElement(using: &random) {
                role.reject(tag, requeue: true)
            }
        }
    }
}

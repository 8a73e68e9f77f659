import Testing

@testable import Broker

@Suite("Back-off and heartbeat", .timeLimit(.minutes(1)))
struct TimerTests {
    @Test func `pauses double, vary by half and end at the longest`() {
        for seed in 0..<50 as Range<UInt64> {
            var backoff = ReconnectBackoff(first: .milliseconds(100), longest: .seconds(10), seed: seed)
            for attempt in 0..<100 {
                let nominal = min(100_000_000 << Int64(min(attempt, 20)), 10_000_000_000)
                let pause = backoff.next().nanoseconds
                #expect(pause >= nominal / 2 && pause <= nominal, "attempt \(attempt)")
            }
            backoff.reset()
            #expect(backoff.next().nanoseconds <= 100_000_000)
        }
    }

    @Test func `two clients of one broker do not come back together`() {
        var pauses: Set<Int64> = []
        for seed in 0..<20 as Range<UInt64> {
            var backoff = ReconnectBackoff(first: .milliseconds(100), longest: .seconds(10), seed: seed)
            pauses.insert(backoff.next().nanoseconds)
        }
        #expect(pauses.count > 15)
    }

    @Test func `a heartbeat is due at half the interval, silence at two`() {
        var clock = HeartbeatClock(intervalSeconds: 10, now: .seconds(100))
        #expect(!clock.mustSend(at: .seconds(104.9)))
        #expect(clock.mustSend(at: .seconds(105)))
        #expect(clock.wake == .seconds(105))
        clock.sent(at: .seconds(105))
        #expect(!clock.mustSend(at: .seconds(109)))
        #expect(!clock.isSilent(at: .seconds(119.9)))
        #expect(clock.isSilent(at: .seconds(120)))
        clock.sent(at: .seconds(118))
        #expect(clock.wake == .seconds(120))
        clock.received(at: .seconds(119))
        #expect(!clock.isSilent(at: .seconds(138)))
        #expect(clock.silentAt == .seconds(139))
    }

    @Test func `an interval of nothing means no heartbeats`() {
        let clock = HeartbeatClock(intervalSeconds: 0, now: .zero)
        #expect(!clock.mustSend(at: .seconds(1_000_000)))
        #expect(!clock.isSilent(at: .seconds(1_000_000)))
        #expect(clock.wake == .never)
    }

    @Test func `moments stay within range`() {
        #expect(MonotonicTime.never + .seconds(1) == .never)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(MonotonicTime.zero + .milliseconds(1) == MonotonicTime(nanoseconds: 1_000_000))
    }

    @Test func `a consumer that gets nothing although there is something starts again`() {
        var probe = IdleProbe(interval: .seconds(60))
        probe.started(at: .zero)
        #expect(probe.mustAsk(at: .seconds(59)) == false)
        #expect(probe.mustAsk(at: .seconds(60)) == true)
        #expect(probe.mustAsk(at: .seconds(61)) == false, "one question at a time")
        #expect(probe.answered(messages: 0, at: .seconds(61)) == false)
        #expect(probe.mustAsk(at: .seconds(121)) == true)
        #expect(probe.answered(messages: 5, at: .seconds(121)) == false, "the first time may be chance")
        #expect(probe.mustAsk(at: .seconds(181)) == true)
        #expect(probe.answered(messages: 5, at: .seconds(181)) == true)
        probe.started(at: .seconds(182))
        #expect(probe.wake == .seconds(302), "the next question waits longer")
        probe.delivered(at: .seconds(190))
        #expect(probe.wake == .seconds(250))
        #expect(probe.answered(messages: 9, at: .seconds(191)) == false, "an answer nobody asked for")
    }
}

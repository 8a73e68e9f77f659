import TestSupport
import Testing

@testable import Broker

@Suite("Acknowledgement tracker", .timeLimit(.minutes(1)))
struct AcknowledgementTrackerTests {
    typealias Acknowledgement = AcknowledgementTracker.Acknowledgement

    private func filled(_ count: Int) throws(BrokerError) -> AcknowledgementTracker {
        var tracker = AcknowledgementTracker(capacity: 4)
        for number in 1...UInt64(count) { try tracker.delivered(number) }
        return tracker
    }

    private func flushed(_ tracker: inout AcknowledgementTracker, heldLimit: Int = 100) -> [Acknowledgement] {
        var acknowledgements: [Acknowledgement] = []
        tracker.flush(heldLimit: heldLimit, into: &acknowledgements)
        return acknowledgements
    }

    @Test func `the finished prefix is told in one`() throws {
        var tracker = try filled(5)
        for number in [3, 1, 2] as [UInt64] { #expect(tracker.finish(number) == true) }
        #expect(flushed(&tracker) == [Acknowledgement(number: 3, multiple: true)])
        #expect(flushed(&tracker) == [])
        #expect(tracker.finish(4) == true)
        #expect(flushed(&tracker) == [Acknowledgement(number: 4, multiple: false)])
    }

    @Test func `what is finished behind an open one waits, up to the limit`() throws {
        var tracker = try filled(6)
        _ = tracker.finish(3)
        _ = tracker.finish(5)
        #expect(flushed(&tracker, heldLimit: 2) == [])
        #expect(tracker.finishedCount == 2)
        _ = tracker.finish(6)
        #expect(
            flushed(&tracker, heldLimit: 2) == [3, 5, 6].map { Acknowledgement(number: $0, multiple: false) })
        _ = tracker.finish(1)
        _ = tracker.finish(2)
        #expect(flushed(&tracker) == [Acknowledgement(number: 2, multiple: true)])
        _ = tracker.finish(4)
        #expect(flushed(&tracker) == [Acknowledgement(number: 4, multiple: false)])
        #expect(tracker.oldest == 7)
    }

    @Test func `the multiple never names a number the broker no longer has`() throws {
        var tracker = try filled(4)
        _ = tracker.finish(1)
        _ = tracker.finish(2)
        #expect(tracker.remove(3) == true, "rejected")
        #expect(flushed(&tracker) == [Acknowledgement(number: 2, multiple: true)])
        #expect(tracker.oldest == 4)
    }

    @Test func `settling twice, or what was never delivered, changes nothing`() throws {
        var tracker = try filled(2)
        #expect(tracker.finish(1) == true)
        #expect(tracker.finish(1) == false)
        #expect(tracker.remove(1) == false)
        #expect(tracker.finish(3) == false)
        #expect(tracker.finish(0) == false)
        _ = flushed(&tracker)
        #expect(tracker.finish(1) == false)
        #expect(tracker.openCount == 1)
    }

    @Test func `a number out of order is a fault of the broker`() throws {
        var tracker = try filled(2)
        let error = #expect(throws: BrokerError.self) { try tracker.delivered(4) }
        #expect(error?.code == .protocolViolation)
    }

    @Test(arguments: 0..<60)
    func `any order of settling tells the broker of each delivery exactly once`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var tracker = AcknowledgementTracker(capacity: 1)
        let heldLimit = Int.random(in: 0...6, using: &random)
        var open: Set<UInt64> = []
        var finished: Set<UInt64> = []
        var unsettled: Set<UInt64> = []  // at the broker
        var next: UInt64 = 1
        while next <= 500 || !unsettled.isEmpty {
            switch Int.random(in: 0..<5, using: &random) {
            case 0...1 where next <= 500:
                try tracker.delivered(next)
                open.insert(next)
                unsettled.insert(next)
                next += 1
            case 2, 3:
                if let number = open.randomElement(using: &random) {
                    open.remove(number)
                    finished.insert(number)
                    #expect(tracker.finish(number) == true)
                }
            default:
                if let number = open.randomElement(using: &random), Bool.random(using: &random) {
                    open.remove(number)
                    unsettled.remove(number)
                    #expect(tracker.remove(number) == true)
                }
                for one in flushed(&tracker, heldLimit: heldLimit) {
                    #expect(unsettled.contains(one.number), "the broker would close the channel")
                    let told = one.multiple ? unsettled.filter { $0 <= one.number } : [one.number]
                    #expect(finished.isSuperset(of: told), "an unfinished delivery was acknowledged")
                    unsettled.subtract(told)
                }
                #expect(tracker.finishedCount <= heldLimit)
            }
            #expect(tracker.openCount == open.count)
        }
    }
}

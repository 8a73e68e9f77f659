import Synchronization
import Testing

@testable import Broker

@Suite("Delivery mailbox", .timeLimit(.minutes(1)))
struct DeliveryMailboxTests {
    private let mailbox = DeliveryMailbox()

    private func deliveries(_ numbers: ClosedRange<UInt64>) -> [Delivery] {
        numbers.map {
            Delivery(
                tag: tag($0), exchange: "", routingKey: "", redelivered: false, properties: MessageProperties(),
                body: [])
        }
    }

    private func tag(_ number: UInt64) -> DeliveryTag { DeliveryTag(generation: 1, number: number) }

    @Test func `deliveries are taken in order, as many as asked for`() async {
        mailbox.put(deliveries(1...5))
        #expect(await mailbox.take(2).map(\.tag.number) == [1, 2])
        mailbox.put(deliveries(6...7))
        #expect(await mailbox.take(4).map(\.tag.number) == [3, 4, 5, 6])
        #expect(await mailbox.take(4).map(\.tag.number) == [7])
    }

    @Test func `readers that wait share what comes`() async {
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { await mailbox.take(3).count } }
            group.addTask {
                for number in 1...4 as ClosedRange<UInt64> { mailbox.put(deliveries(number * 3...number * 3 + 2)) }
                return 0
            }
            #expect(await group.reduce(0, +) == 12)
        }
    }

    @Test func `cancelled readers get nothing and take nothing`() async {
        let reader = Task { await mailbox.take(1) }
        reader.cancel()
        #expect(await reader.value.isEmpty)
        mailbox.put(deliveries(1...1))
        #expect(await mailbox.take(1).count == 1)
    }

    @Test func `the end gives back what is left and wakes whoever waits`() async {
        async let waiting = mailbox.take(1)
        #expect(mailbox.end().isEmpty)
        #expect(await waiting.isEmpty)
        #expect(await mailbox.take(1).isEmpty)
        let other = DeliveryMailbox()
        other.put(deliveries(1...3))
        #expect(await other.take(1).count == 1)
        #expect(other.end().map(\.tag.number) == [2, 3])
        other.put(deliveries(4...4))
        #expect(await other.take(1).isEmpty)
    }

    @Test func `the thread is woken for the first settlement and for enough of them`() {
        #expect(mailbox.takeSettlements() == nil)
        #expect(mailbox.finish([], wakeAt: 3) == false)
        #expect(mailbox.finish([tag(1)], wakeAt: 3) == true)
        #expect(mailbox.finish([tag(2)], wakeAt: 3) == false)
        #expect(mailbox.finish([tag(3), tag(4)], wakeAt: 3) == true)
        #expect(mailbox.finish([tag(5)], wakeAt: 3) == false)
        mailbox.reject(tag(6), requeue: true)
        let settlements = mailbox.takeSettlements()
        #expect(settlements?.finished.map(\.number) == [1, 2, 3, 4, 5])
        #expect(settlements?.rejected.map(\.requeue) == [true])
        #expect(mailbox.takeSettlements() == nil)
    }

    @Test func `whatever the order every delivery is taken once`() async {
        let total = 3000
        let taken = Taken()
        await withTaskGroup(of: Void.self) { group in
            for reader in 1...5 {
                group.addTask {
                    while true {
                        let batch = await mailbox.take(reader)
                        if batch.isEmpty { return }
                        if taken.add(batch.map(\.tag.number)) == total { _ = mailbox.end() }
                    }
                }
            }
            group.addTask {
                var next: UInt64 = 1
                while next <= UInt64(total) {
                    let last = min(next + next % 7, UInt64(total))
                    mailbox.put(deliveries(next...last))
                    next = last + 1
                    await Task.yield()
                }
            }
        }
        #expect(taken.numbers.sorted() == Array(1...UInt64(total)))
    }
}

/// The numbers that several readers have taken.
private final class Taken: Sendable {
    private let all = Mutex<[UInt64]>([])

    var numbers: [UInt64] { all.withLock { $0 } }

    func add(_ numbers: [UInt64]) -> Int {
        all.withLock { all in
            all += numbers
            return all.count
        }
    }
}

package import Broker
import CoreMetrics
import Metrics

/// Takes the questions of one check, several at once, and settles each as its responder says.
package final class CheckLoop<Responder: CheckResponder>: Sendable {
    /// The queue that it reads.
    let queue: String
    /// Reads it.
    let consumer: BrokerConsumer
    private let responder: Responder
    private let concurrency: Int
    private let answered: Counter
    private let rejected: Counter
    private let duration: Metrics.Timer

    /// Makes a loop over a queue.
    package init(queue: String, consumer: BrokerConsumer, responder: Responder, concurrency: Int) {
        self.queue = queue
        self.consumer = consumer
        self.responder = responder
        self.concurrency = concurrency
        let dimensions = [("queue", queue)]
        answered = Counter(label: "mpp.worker.answered.questions", dimensions: dimensions)
        rejected = Counter(label: "mpp.worker.rejected.questions", dimensions: dimensions)
        duration = Metrics.Timer(label: "messaging.process.duration", dimensions: dimensions)
    }

    /// Runs until drained.
    ///
    /// Each of the tasks takes one question at a time, so that what is taken is begun, and a drain hands the rest back.
    package func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.consumer.run() }
            await withTaskGroup(of: Void.self) { answers in
                for _ in 0..<concurrency {
                    answers.addTask {
                        while let delivery = await self.consumer.nextBatch(max: 1).first {
                            await self.handle(delivery)
                        }
                    }
                }
            }
            await consumer.close()
            tasks.cancelAll()
        }
    }

    /// Takes no further questions.
    package func drain() async {
        await consumer.drain()
    }

    private func handle(_ delivery: Delivery) async {
        let start = ContinuousClock.now
        switch await responder.settle(delivery) {
        case .acknowledge:
            answered.increment()
            await consumer.acknowledge([delivery.tag])
        case .handBack: await consumer.reject(delivery.tag, requeue: true)
        case .askAgain:
            rejected.increment()
            await consumer.reject(delivery.tag, requeue: false)
        }
        let elapsed = (ContinuousClock.now - start).components
        duration.recordNanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
    }
}

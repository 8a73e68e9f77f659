import CoreMetrics
import Metrics

/// The engine's metric handles, made once.
struct PipelineMetrics: Sendable {
    /// Outbox messages the broker confirmed.
    let published = Counter(label: "mpp.outbox.published.messages")
    /// Outbox messages the broker did not take at this try.
    let refused = Counter(label: "mpp.outbox.refused.messages")
    /// Messages returned because no queue is bound.
    let noRoute = Counter(label: "mpp.outbox.no_route.messages")
    /// Outbox rows taken by the sweeper.
    let swept = Counter(label: "mpp.outbox.swept.messages")
    /// Outbox rows whose settlement the database did not take.
    let unsettled = Counter(label: "mpp.outbox.unsettled.messages")
}

/// The metric handles of one consumer, made once.
struct ConsumerMetrics: Sendable {
    /// Messages whose effect was committed.
    let done: Counter
    /// Redeliveries and repeats that changed nothing.
    let duplicates: Counter
    /// Messages put into `deferred`.
    let deferred: Counter
    /// Messages put into `parked`.
    let parked: Counter
    /// Pauses because the database could not work.
    let pauses: Counter
    /// Messages for each transaction.
    let batch: Recorder
    /// Seconds from taking a batch to its commit.
    let duration: Timer

    init(consumer: String) {
        let dimensions = [("consumer", consumer)]
        done = Counter(label: "mpp.consumer.done.messages", dimensions: dimensions)
        duplicates = Counter(label: "mpp.consumer.duplicate.messages", dimensions: dimensions)
        deferred = Counter(label: "mpp.consumer.deferred.messages", dimensions: dimensions)
        parked = Counter(label: "mpp.consumer.parked.messages", dimensions: dimensions)
        pauses = Counter(label: "mpp.consumer.pauses", dimensions: dimensions)
        batch = Recorder(label: "mpp.consumer.batch.messages", dimensions: dimensions)
        duration = Timer(label: "messaging.process.duration", dimensions: dimensions)
    }
}

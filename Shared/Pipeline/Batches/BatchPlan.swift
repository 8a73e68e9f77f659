package import Contracts

/// Decides, before a batch touches the database's rows, which messages may be applied now.
///
/// Pure: what waits already and which positions are reached come in, the three groups come out in arrival order.
package struct BatchPlan: Sendable, Equatable {
    /// What the plan needs to know of a message.
    package struct Item: Sendable, Equatable {
        /// The key under which the inbox knows it.
        package let key: String
        /// The submission that it is about.
        package let submission: SubmissionID
        /// The ordered source and its number; nil where order does not matter.
        package let position: Position?

        /// Makes an item.
        package init(key: String, submission: SubmissionID, position: Position?) {
            self.key = key
            self.submission = submission
            self.position = position
        }
    }

    /// A number within the stream of one source about one submission.
    package struct Position: Sendable, Equatable {
        /// The service that counts.
        package let source: String
        /// The number, from 1.
        package let sequence: Int

        /// Makes a position.
        package init(source: String, sequence: Int) {
            self.source = source
            self.sequence = sequence
        }
    }

    /// One stream: a source about a submission.
    package struct Stream: Hashable, Sendable {
        /// The submission.
        package let submission: SubmissionID
        /// The service that counts.
        package let source: String

        /// Makes a stream.
        package init(submission: SubmissionID, source: String) {
            self.submission = submission
            self.source = source
        }
    }

    /// Why a message waits in `deferred`.
    package enum DeferralReason: String, Sendable, Equatable {
        /// A message with a lower number has not arrived.
        case awaitingPredecessor = "awaiting-predecessor"
        /// An earlier message of the same submission is deferred or parked.
        case behindAnother = "behind-another"
        /// An operator has given a parked message another try.
        case replayed
        /// An operator has given a parked message up: its turn passes without an effect.
        case discarded
    }

    /// A message to defer.
    package struct Deferral: Sendable, Equatable {
        /// The place of the message in the batch.
        package let index: Int
        /// Why it waits.
        package let reason: DeferralReason
    }

    /// Indices of the messages to apply, in order.
    package private(set) var apply: [Int] = []
    /// The messages to defer.
    package private(set) var deferrals: [Deferral] = []
    /// Indices of messages that wait in a table already; their redelivery is only acknowledged.
    package private(set) var known: [Int] = []

    /// Plans a batch.
    /// - Parameters:
    ///   - items: the messages in arrival order.
    ///   - waiting: keys in `deferred` or `parked` of this consumer.
    ///   - held: submissions with a parked message, or with one deferred for another reason than its number. A message
    ///     that waits for its predecessor holds nothing up, else the predecessor would wait for it.
    ///   - positions: the last number seen of each stream; a stream not in it has seen none.
    package init(
        _ items: [Item], waiting: Set<String>, held: Set<SubmissionID>, positions: [Stream: Int]
    ) {
        var reached = positions
        var seen: Set<String> = []
        for (index, item) in items.enumerated() {
            if waiting.contains(item.key) {
                known.append(index)
                continue
            }
            guard seen.insert(item.key).inserted else {
                known.append(index)
                continue
            }
            if held.contains(item.submission) {
                deferrals.append(Deferral(index: index, reason: .behindAnother))
                continue
            }
            if let position = item.position {
                let stream = Stream(submission: item.submission, source: position.source)
                let last = reached[stream, default: 0]
                if position.sequence > last + 1 {
                    deferrals.append(Deferral(index: index, reason: .awaitingPredecessor))
                    continue
                }
                reached[stream] = max(last, position.sequence)
            }
            apply.append(index)
        }
        admitFollowers(items, reached: &reached)
    }

    /// Admits messages whose predecessor stood later in the same batch.
    private mutating func admitFollowers(_ items: [Item], reached: inout [Stream: Int]) {
        let early = deferrals.filter { $0.reason == .awaitingPredecessor }
            .sorted { (items[$0.index].position?.sequence ?? 0) < (items[$1.index].position?.sequence ?? 0) }
        for deferral in early {
            let item = items[deferral.index]
            guard let position = item.position else { continue }
            let stream = Stream(submission: item.submission, source: position.source)
            guard position.sequence == reached[stream, default: 0] + 1 else { continue }
            reached[stream] = position.sequence
            apply.append(deferral.index)
            deferrals.removeAll { $0.index == deferral.index }
        }
    }
}

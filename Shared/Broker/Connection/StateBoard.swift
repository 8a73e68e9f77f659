import Synchronization

/// The state and the statistics of a publisher or consumer, readable from anywhere at any time.
final class StateBoard: Sendable {
    private let board: Mutex<(state: BrokerState, statistics: BrokerStatistics)>

    /// Starts with a state.
    init(_ state: BrokerState) {
        board = Mutex((state, BrokerStatistics()))
    }

    /// The state.
    var state: BrokerState { board.withLock { $0.state } }
    /// The statistics.
    var statistics: BrokerStatistics { board.withLock { $0.statistics } }

    /// Shows a new state and new statistics.
    func show(_ state: BrokerState, _ statistics: BrokerStatistics) {
        board.withLock { $0 = (state, statistics) }
    }
}

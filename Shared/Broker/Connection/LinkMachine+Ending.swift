extension LinkMachine {
    /// Begins the orderly end: outstanding work first, bounded.
    mutating func close(at now: MonotonicTime) {
        guard phase != .closed, closeDeadline == nil else { return }
        closeDeadline = now + limits.close
        role.close(at: now, output: &output)
        if !hasConnection { end(.closed("close"), at: now) }
    }

    /// Ends at once, with no more than a farewell to the broker.
    mutating func stop(at now: MonotonicTime) {
        switch phase {
        case .closed, .leaving: break
        default: leave(at: now)
        }
    }

    /// The role asks for no more than its end, without closing: consumers drain.
    mutating func drain(at now: MonotonicTime) {
        guard phase != .closed else { return }
        role.close(at: now, output: &output)
    }

    /// Says good-bye.
    mutating func leave(at now: MonotonicTime) {
        if case .leaving = phase { return }
        guard hasConnection else {
            end(.closed("close"), at: now)
            return
        }
        role.stop(.closed("close"), written: output.written, at: now)
        output.connectionClose()
        phase = .leaving(until: now + limits.farewell)
    }

    private mutating func end(_ error: BrokerError, at now: MonotonicTime) {
        role.stop(error, written: output.written, at: now)
        finish()
    }
}

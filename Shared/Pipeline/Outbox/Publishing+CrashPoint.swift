#if CRASH_POINTS
    import Broker

    extension Publishing {
        /// Lets messages leave and ends the process before anybody looks at their confirms.
        func crashUnconfirmed(_ entries: [OutboxEntry]) async {
            let goal = publisher.statistics.published + UInt64(entries.count)
            let publisher = publisher
            _ = Task { await publisher.publish(entries.map(\.message)) }
            while publisher.statistics.published < goal { await Task.yield() }
            CrashPoint.crash()
        }
    }
#endif

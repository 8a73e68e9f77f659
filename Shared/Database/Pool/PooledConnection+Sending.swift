extension PooledConnection {
    /// Sends a group and its sync.
    ///
    /// A failure to send ends the connection, and the group is on its way with it.
    func send(_ group: Group, now: ContinuousClock.Instant) {
        if isDrained { lastProgress = now }
        switch group.work {
        case .statements(let statements): send(statements, of: group)
        case .script(let text, _, _): send(script: text, of: group)
        }
    }

    /// Writes what is left to write.
    func flush() {
        switch handle.flush() {
        case .done: hasUnwritten = false
        case .more: hasUnwritten = true
        case .broken: end("the connection broke while writing")
        }
    }

    /// Notes why the connection can be used no more; the first reason counts.
    func end(_ reason: String) {
        if ending == nil { ending = reason }
    }

    private func send(_ statements: [Statement], of group: Group) {
        cache.beginGroup()
        let uses = statements.map { cache.use(.init(text: $0.sql.text, oids: $0.sql.binds.oids)) }
        for use in uses {
            if let name = use.evicted { sendHousekeeping("DEALLOCATE \(name)") }
        }
        machine.began(group)
        for (statement, use) in zip(statements, uses) {
            let name = StatementCache.name(use.id)
            if use.isNew {
                expect(
                    .prepare(use.id),
                    handle.sendPrepare(name: name, text: statement.sql.text, oids: statement.sql.binds.oids))
            }
            expect(.run(use.id), handle.sendExecute(name: name, binds: statement.sql.binds))
        }
        expect(.sync, handle.sync())
        flush()
    }

    /// Sends a command of our own with a sync of its own, so that its failure hurts nobody.
    func sendHousekeeping(_ command: String) {
        expect(.housekeeping, handle.sendCommand(command))
        expect(.housekeepingSync, handle.sync())
    }

    private func send(script text: String, of group: Group) {
        script = (group, nil, .none)
        guard handle.leavePipeline(), handle.send(script: text) else {
            return end("libpq refused a script")
        }
        flush()
    }

    private func expect(_ step: PipelineMachine<Group>.Step, _ wasTaken: Bool) {
        machine.sent(step)
        if !wasTaken { end("libpq refused a message") }
    }
}

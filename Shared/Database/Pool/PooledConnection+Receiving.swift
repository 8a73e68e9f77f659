extension PooledConnection {
    /// Reads what has arrived and follows it; what became of groups is appended to the events.
    ///
    /// A connection that broke may still hold the answers that came before, so these are taken first.
    func receive(into events: inout [Event], now: ContinuousClock.Instant) {
        let isAlive = handle.consumeInput()
        lastProgress = now
        if script != nil {
            receiveScript(into: &events)
        } else {
            receivePipeline(into: &events)
        }
        if !isAlive || handle.isBroken { end("the server closed the connection") }
        if ending == nil { flush() }
    }

    private func receivePipeline(into events: inout [Event]) {
        while ending == nil, let step = machine.next, !handle.isBusy {
            let action: PipelineMachine<Group>.Action
            if let result = handle.nextResult() {
                if result.kind == .failed, result.fault.map(\.endsSession) ?? true {
                    return end(Self.reason(of: result))
                }
                guard let input = input(from: result, for: step) else {
                    return end("the server answered with something unexpected")
                }
                action = machine.on(input)
            } else {
                action = machine.on(.end)
            }
            follow(action, into: &events)
        }
        // With nothing on its way this still takes notices and parameter changes.
        if machine.isEmpty { _ = handle.isBusy }
    }

    private func follow(_ action: PipelineMachine<Group>.Action, into events: inout [Event]) {
        switch action {
        case .wait: break
        case .housekeepingFailed: if isReturning { end("the session could not be left as it was found") }
        case .notPrepared(let id): cache.forget(id)
        case .violation(let what): end("the answers do not match the commands: \(what)")
        case .finished(let group, .answered(let answer)): events.append(.answered(group, answer))
        case .finished(let group, .failed(let fault, let position, let prepared)):
            if fault.sqlState == "25006" { isRetiring = true }
            if fault.isStaleStatement {
                let name = cache.forget(prepared)
                if group.standsAlone, !group.wasRepeated {
                    if let name, fault.sqlState != "26000" { sendHousekeeping("DEALLOCATE \(name)") }
                    return events.append(.stale(group))
                }
            }
            events.append(.failed(group, Self.error(fault, at: position, in: group)))
        }
    }

    private func input(
        from result: borrowing LibpqResult, for step: PipelineMachine<Group>.Step
    ) -> PipelineMachine<Group>.Input? {
        switch result.kind {
        case .done: return .done(Answer(rows: .empty, affected: result.affected, tag: result.tag))
        case .rows:
            guard case .run(let id) = step else { return .done(.none) }
            return .done(Answer(rows: rows(of: result, prepared: id), affected: result.affected, tag: .other))
        case .failed: return result.fault.map { .failed($0) }
        case .aborted: return .aborted
        case .sync: return .sync
        case .copy, .other: return nil
        }
    }

    private func rows(of result: borrowing LibpqResult, prepared id: Int) -> RowSet {
        // A prepared statement's columns cannot change, so their names need not be copied each time.
        if let known = cache.columns(id), result.hasColumns(known) { return result.rows(columns: known) }
        let columns = result.columns()
        cache.remember(columns: columns, of: id)
        return result.rows(columns: columns)
    }

    private func receiveScript(into events: inout [Event]) {
        while ending == nil, var running = script, !handle.isBusy {
            guard let result = handle.nextResult() else { return endScript(running, into: &events) }
            switch result.kind {
            case .failed:
                guard let fault = result.fault, !fault.endsSession else { return end(Self.reason(of: result)) }
                if running.fault == nil { running.fault = fault }
            case .done: running.answer = Answer(rows: .empty, affected: result.affected, tag: result.tag)
            case .rows: running.answer = Answer(rows: .empty, affected: result.affected, tag: .other)
            case .copy, .aborted, .sync, .other: return end("a script did something unexpected, such as COPY")
            }
            script = running
        }
    }

    private func endScript(
        _ running: (group: Group, fault: ServerFault?, answer: Answer), into events: inout [Event]
    ) {
        script = nil
        guard handle.enterPipeline() else { return end("libpq refused to go back to the pipeline") }
        if let fault = running.fault {
            events.append(.failed(running.group, Self.error(fault, at: 0, in: running.group)))
        } else {
            events.append(.answered(running.group, running.answer))
        }
    }

    /// The error of the statement at a place in the group.
    private static func error(_ fault: ServerFault, at position: Int, in group: Group) -> DatabaseError {
        var (operation, caller) = group.subject
        if case .statements(let list) = group.work, list.indices.contains(position) {
            (operation, caller) = (list[position].operation, list[position].caller)
        }
        let code: DatabaseError.Code = fault.sqlState == "57014" ? .timeout : .server(fault.sqlState)
        return DatabaseError(code: code, operation: operation, caller: caller, fault: fault)
    }

    private static func reason(of result: borrowing LibpqResult) -> String {
        guard let fault = result.fault else { return "the connection broke while reading" }
        return "the server ended the session with \(fault.sqlState): \(fault.message ?? "")"
    }
}

extension PoolCore {
    /// Does what another thread asked for.
    func obey(_ command: PoolCommand) {
        switch command {
        case .run(let group): run(group)
        case .cancel(let id): cancel(id)
        case .abandon(let hold, let reply): abandon(hold, reply)
        case .cancellationSent(let id):
            guard let connection = connections.find(id) else { return }
            connection.isCancelling = false
            settle(connection)
            touched(connection)
        case .close:
            if closeAt == nil { closeAt = now + Self.closeTimeout }
        }
    }

    /// Tells the sender of a command that comes after the end.
    func refuse(_ command: PoolCommand) {
        switch command {
        case .run(let group): complete(group, .failure(group.error(.closed, wasSent: false)))
        case .abandon(_, let reply): reply?.resume()
        case .cancel, .cancellationSent, .close: break
        }
    }

    /// Leaves a connection whose hold is over as it was found, and gives it back; closes one that is to be retired.
    func settle(_ connection: PooledConnection) {
        guard connection.isDrained, connection.ending == nil, !connection.isCancelling else { return }
        if connection.isReturning {
            switch connection.handle.transactionStatus {
            case .inTransaction, .failed: return cleanUp(connection, "ROLLBACK")
            case .active, .unknown: return connection.end("the session's state is unknown")
            case .idle: break
            }
            if connection.needsReset {
                connection.needsReset = false
                connection.cache.forgetAll()
                return cleanUp(connection, "DISCARD ALL")
            }
            giveBack(connection)
        }
        if connection.isRetiring, connection.hold == nil { connection.end("the server takes no writes any more") }
    }

    /// Lets the connection go to others.
    func giveBack(_ connection: PooledConnection) {
        if connection.hold != nil { statistics.held -= 1 }
        connection.hold = nil
        connection.isReturning = false
        connection.cleanUps = 0
        connection.returnReply?.resume()
        connection.returnReply = nil
    }

    private func run(_ group: Group) {
        switch group.place {
        case .any, .begin: enqueue(group)
        case .held(let hold), .last(let hold):
            if let connection = connections.holder(of: hold), connection.ending == nil {
                return send(group, on: connection)
            }
            if dispatcher.contains(where: { $0.place == .begin(hold) }) {
                return followers[hold, default: []].append(group)
            }
            // The connection went before this was sent, so a transaction is rolled back for certain.
            giveUp(group, .connectionLost, message: "lost before this statement was sent")
        }
    }

    private func enqueue(_ group: Group) {
        guard closeAt == nil else { return giveUp(group, .closed) }
        var isHold = false
        if case .begin = group.place { isHold = true }
        guard dispatcher.add(group, isHold: isHold, deadline: now + settings.acquireTimeout) else {
            return giveUp(group, .overloaded, message: "\(dispatcher.count) are waiting")
        }
    }

    private func cancel(_ id: UInt64) {
        if let group = dispatcher.remove(where: { $0.id == id }) {
            return giveUp(group, .cancelled)
        }
        for connection in connections.all {
            var holdsConnection = false
            let isHere = connection.update(group: id) { group in
                holdsConnection = !group.standsAlone
                complete(group, .failure(group.error(.cancelled, wasSent: true)))
                group.reply = nil
            }
            guard isHere else { continue }
            // A shared connection runs the statements of others too, so there the statement timeout must do.
            if holdsConnection { sendCancellation(connection) }
            return
        }
    }

    private func sendCancellation(_ connection: PooledConnection) {
        guard !connection.isCancelling, let canceller = connection.handle.canceller() else { return }
        let handover = Handover(canceller)
        let (mailbox, id) = (mailbox, connection.id)
        connection.isCancelling = DetachedThread.start(name: "db-cancel") {
            // A cancellation that does not arrive leaves the statement to the statement timeout.
            if let canceller = handover.take() { _ = canceller.cancel() }
            _ = mailbox.post(.cancellationSent(connection: id))
        }
    }

    private func abandon(_ hold: Hold, _ reply: CheckedContinuation<Void, Never>?) {
        if let connection = connections.holder(of: hold) {
            connection.isReturning = true
            connection.returnReply = reply
            settle(connection)
            return touched(connection)
        }
        // The hold never got a connection, or has lost it.
        if let group = dispatcher.remove(where: { $0.place == .begin(hold) }) {
            giveUp(group, .cancelled)
        }
        reply?.resume()
    }

    private func cleanUp(_ connection: PooledConnection, _ command: String) {
        guard connection.cleanUps < 4 else { return connection.end("the session cannot be cleaned up") }
        connection.cleanUps += 1
        connection.lastProgress = now
        connection.sendHousekeeping(command)
        connection.flush()
    }
}

import Logging

extension PoolCore {
    /// Starts a thread that connects, if another connection would be put to use and it is time to try.
    ///
    /// Connecting blocks in name resolution, TLS and authentication, so it never happens on the pool's thread; one
    /// attempt at a time is enough, and spares a server that has just come back.
    func connectIfWanted() {
        guard !isConnecting, closeAt == nil, now >= retryAt, connections.count < settings.poolSize else { return }
        guard wantsMore || connections.isEmpty else { return }
        wantsMore = false
        let (settings, mailbox) = (settings, mailbox)
        isConnecting = DetachedThread.start(name: "db-connect") {
            do throws(LibpqConnectFailure) {
                let connection = try LibpqConnection(parameters: settings.parameters)
                mailbox.arrive(.success(Handover(connection)))
            } catch {
                mailbox.arrive(.failure(error))
            }
        }
        if !isConnecting { failed("the system has no thread to connect with") }
    }

    /// Takes what a connecting thread brought.
    func connected(_ arrival: Mailbox.Arrival) {
        isConnecting = false
        switch arrival {
        case .failure(let failure): failed(failure.summary)
        case .success(let handover):
            guard closeAt == nil, let handle = handover.take() else { return }
            lastConnectionID += 1
            guard watch.add(handle.socket, key: lastConnectionID) else {
                return failed("the system cannot watch one more socket")
            }
            backOff.reset()
            statistics.opened += 1
            logger.info(
                "database connection opened",
                metadata: [
                    "db.connection.id": "\(lastConnectionID)", "db.backend.pid": "\(handle.backendPID)",
                    "db.server.version": "\(handle.serverVersion)", "db.tls": "\(handle.isEncrypted)",
                ])
            connections.add(
                PooledConnection(
                    id: lastConnectionID, handle: handle, cacheCapacity: Self.preparedStatements, now: now))
        }
    }

    /// Drops the connections that ended, and tells those who waited for them.
    func removeLost() {
        guard connections.hasEnded else { return }
        for connection in connections.takeEnded() {
            let why = connection.ending ?? ""
            statistics.lost += 1
            reason = why
            logger.warning(
                "database connection lost",
                metadata: ["db.connection.id": "\(connection.id)", "mpp.reason": "\(why)"])
            for group in connection.loseGroups() {
                statistics.outstanding -= 1
                complete(group, .failure(group.error(.connectionLost, message: why, wasSent: true)))
            }
            giveBack(connection)
        }
        wantsMore = true
    }

    /// Gives up what has waited too long, and what the server has left without an answer for too long.
    func keepTime() {
        for group in dispatcher.expire(now) {
            giveUp(group, .unavailable, message: connections.isEmpty ? reason : "every connection is in use")
        }
        if let limit = settings.silenceLimit, now >= checkAt {
            checkAt = now + Self.checkInterval
            for connection in connections.all where connection.isSilent(since: now - limit) {
                connection.end("the server stopped answering")
                connections.refresh(connection)
            }
        }
        removeLost()
    }

    /// How long the next wait may last.
    func timeLimit() -> Int32 {
        var next = dispatcher.firstDeadline
        func consider(_ instant: ContinuousClock.Instant?) {
            if let instant { next = next.map { min($0, instant) } ?? instant }
        }
        consider(closeAt)
        if !isConnecting, closeAt == nil, wantsMore || connections.isEmpty, connections.count < settings.poolSize {
            consider(retryAt)
        }
        if statistics.outstanding > 0, settings.silenceLimit != nil { consider(checkAt) }
        guard let next else { return -1 }
        let (seconds, attoseconds) = (next - now).components
        // Rounded up, so that the time is over when the wait is.
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(max(0, min(milliseconds, 60_000)))
    }

    /// Whether a closing pool may end now.
    var isDone: Bool {
        if let closeAt, now >= closeAt {
            for connection in connections.all {
                connection.end("the pool was closed")
                connections.refresh(connection)
            }
            removeLost()
            return true
        }
        return dispatcher.count == 0 && connections.all.allSatisfy { $0.isDrained && $0.hold == nil }
    }

    private func failed(_ why: String) {
        let wait = backOff.next()
        retryAt = now + wait
        if connections.isEmpty, reason != why {
            logger.warning("database connection failed", metadata: ["mpp.reason": "\(why)"])
        } else {
            logger.debug("database connection failed", metadata: ["mpp.reason": "\(why)"])
        }
        reason = why
    }
}

extension DatabaseSettings {
    /// How long a caller waits for a connection.
    var acquireTimeout: Duration { .milliseconds(acquireTimeoutMilliseconds) }

    /// How long a busy connection may be silent; `nil` if statements may take for ever.
    var silenceLimit: Duration? {
        statementTimeoutMilliseconds == 0 ? nil : .milliseconds(statementTimeoutMilliseconds) + PoolCore.grace
    }
}

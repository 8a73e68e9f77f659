extension PoolCore {
    /// Puts waiting groups on connections, and opens more if that would help.
    func place() {
        while let choice = dispatcher.choose(among: connections.loads) {
            let connection = connections.all[choice.connection]
            // Placed by an outdated load, a statement could end up in a stranger's transaction.
            guard connection.load == connections.loads[choice.connection] else {
                connections.refresh(connection)
                continue
            }
            if choice.wantsMore { wantsMore = true }
            let group = dispatcher.take(choice)
            if case .begin(let hold) = group.place { begin(hold, on: connection) }
            send(group, on: connection)
            for follower in takeFollowers(of: group) { send(follower, on: connection) }
        }
        if dispatcher.count > 0 {
            wantsMore = true
            while let slot = dispatcher.reservation(among: connections.loads) { connections.reserve(slot, true) }
        }
        if dispatcher.waitingHolds == 0, connections.loads.contains(where: \.isReserved) {
            for slot in 0..<connections.count { connections.reserve(slot, false) }
        }
        connectIfWanted()
    }

    /// A group that waited will not be sent, and neither will those behind it.
    func giveUp(_ group: Group, _ code: DatabaseError.Code, message: String? = nil) {
        complete(group, .failure(group.error(code, message: message, wasSent: false)))
        for follower in takeFollowers(of: group) {
            complete(follower, .failure(follower.error(code, message: message, wasSent: false)))
        }
    }

    private func begin(_ hold: Hold, on connection: PooledConnection) {
        connection.hold = hold
        connection.isReserved = false
        connection.needsReset = hold.changesSession
        statistics.held += 1
    }

    /// A group that begins a hold leaves the list of those who wait; gives back those behind it.
    private func takeFollowers(of group: Group) -> [Group] {
        guard !followers.isEmpty, case .begin(let hold) = group.place else { return [] }
        return followers.removeValue(forKey: hold) ?? []
    }
}

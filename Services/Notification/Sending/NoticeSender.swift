import Contracts
import Database
import Foundation
import Logging
package import Pipeline

/// Hands due notices to their transports: claimed in one transaction, handed over outside any, settled in another.
///
/// A claim is committed before the transport begins. What a crash leaves behind is taken up when its lease ends.
package struct NoticeSender: DueSource {
    /// The name in logs and metrics.
    package let name = NoticeSender.source
    /// The name, for what makes notices due.
    static let source = "notices"
    /// How many notices are with their transports at once.
    package let parallelism: Int
    /// How long a claim holds; longer than a group can take.
    ///
    /// - Units: seconds.
    package let leaseSeconds: Int64
    /// Which transports cannot be reached.
    package let gates: ChannelGates
    private let transports: [NoticeChannel: any NoticeTransport]
    private let tools: NoticeTools

    /// Makes a sender.
    package init(
        transports: [any NoticeTransport], tools: NoticeTools, parallelism: Int, leaseSeconds: Int64,
        gates: ChannelGates = ChannelGates()
    ) {
        self.transports = Dictionary(transports.map { ($0.channel, $0) }, uniquingKeysWith: { first, _ in first })
        self.tools = tools
        self.parallelism = parallelism
        self.leaseSeconds = leaseSeconds
        self.gates = gates
    }

    /// Claims and sends, group after group, until nothing is due.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        var total = 0
        while total < limit {
            let claim: Claim = try await engine.perform { unit in try await self.claim(unit) }
            guard claim.count > 0 else { break }
            total += claim.count
            await finish(claim, in: engine)
            if Task.isCancelled { break }
        }
        return total
    }

    /// The notices that one transaction has claimed.
    private struct Claim: Sendable {
        /// How many rows were due.
        var count = 0
        /// What has to be handed over.
        var toSend: [ClaimedNotice] = []
        /// What is over without a transport.
        var results: [HandOverResult] = []
    }

    private func claim(_ unit: UnitOfWork) async throws -> Claim {
        let closed = gates.closed(at: .now).map(\.rawValue)
        let rows = try await unit.transaction.query(
            """
            SELECT \(unescaped: ClaimedNotice.columns) FROM notices n \
            JOIN submissions s ON s.region = n.region AND s.submission_id = n.submission_id \
            LEFT JOIN data_keys k ON k.region = n.region AND k.submission_id = n.submission_id AND k.part = 'contact' \
            LEFT JOIN regions r ON r.region = n.region \
            WHERE n.due_at <= now() AND n.channel <> ALL(\(closed)) \
            ORDER BY n.due_at LIMIT \(Int64(parallelism * 2)) FOR UPDATE OF n SKIP LOCKED
            """, as: ClaimedNotice.self)
        var claim = Claim(count: rows.count)
        var changed: [Notice] = []
        for var row in rows {
            if row.notice.machine.state == .handingOverAgain, let attempt = row.notice.machine.openAttempt {
                // Its end needs the application's row, which is locked first: that is the settling transaction's order.
                row.notice.hold(leaseSeconds: leaseSeconds)
                claim.results.append(result(row.notice, attempt: attempt, nil, nil))
            } else if row.notice.apply(.due, policy: tools.policy, leaseSeconds: leaseSeconds) {
                claim.toSend.append(row)
            }
            changed.append(row.notice)
        }
        if !changed.isEmpty { unit.transaction.send(Notice.updating(changed)) }
        return claim
    }

    private func result(
        _ notice: Notice, attempt: Int, _ answer: TransportAnswer?, _ version: Int?
    ) -> HandOverResult {
        HandOverResult(
            id: notice.id, subscriber: notice.subscriber, attempt: attempt, answer: answer, templateVersion: version)
    }

    /// Sends and settles a claim, whether or not the task is cancelled meanwhile: a mail that has left is settled.
    private func finish(_ claim: Claim, in engine: Engine) async {
        // A task of its own, so that a shutdown does not reach into it; it is waited for.
        await Task {
            var results = claim.results
            await withTaskGroup(of: HandOverResult.self) { group in
                var waiting = claim.toSend.makeIterator()
                for _ in 0..<parallelism {
                    guard let next = waiting.next() else { break }
                    group.addTask { await self.handOver(next) }
                }
                for await result in group {
                    results.append(result)
                    if let next = waiting.next() { group.addTask { await self.handOver(next) } }
                }
            }
            #if CRASH_POINTS
                if !claim.toSend.isEmpty { CrashPoint.handingOver.reach() }
            #endif
            report(results, in: engine)
            await settle(results, in: engine)
        }.value
    }

    /// Tells why notices were not taken, one line for each reason.
    private func report(_ results: [HandOverResult], in engine: Engine) {
        let reasons = Dictionary(grouping: results.compactMap { $0.answer?.reason }, by: \.self).mapValues(\.count)
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
            engine.logger.warning(
                "notices were not taken", metadata: ["error.type": "\(reason)", "mpp.count": "\(count)"])
        }
    }

    private func handOver(_ claimed: ClaimedNotice) async -> HandOverResult {
        let notice = claimed.notice
        let attempt = notice.machine.attempts
        guard let channel = notice.reach.channel, let messageID = notice.messageID,
            let words = tools.composer.compose(
                notice.facts, language: claimed.language, region: claimed.profile)
        else { return result(notice, attempt: attempt, .refused(reason: "no-template"), nil) }
        let start = ContinuousClock.now
        let answer: TransportAnswer
        switch address(claimed, on: channel) {
        case .success(let address):
            if let transport = transports[channel] {
                answer = await transport.handOver(
                    OutgoingNotice(
                        messageID: messageID, address: address, words: words, number: notice.facts.number,
                        event: notice.event, kind: notice.facts.kind, attempt: attempt))
            } else {
                answer = .unavailable(reason: "channel-not-set-up")
            }
            gates.note(answer, on: channel, at: .now)
            tools.metrics.record(ContinuousClock.now - start, on: channel)
        case .failure(let failure):
            answer = failure.answer
        }
        return result(notice, attempt: attempt, answer, words.templateVersion)
    }

    private struct NoAddress: Error {
        let answer: TransportAnswer
    }

    private func address(_ claimed: ClaimedNotice, on channel: NoticeChannel) -> Result<String, NoAddress> {
        guard let stored = claimed.contact else {
            return .failure(NoAddress(answer: .refused(reason: "contact-erased")))
        }
        do {
            let contact = try tools.vault.open(stored, submission: claimed.notice.submission)
            guard let address = contact.address(on: channel) else {
                return .failure(NoAddress(answer: .refused(reason: "no-address")))
            }
            return .success(address)
        } catch {
            // The key's epoch may still be brought here; until then the notice waits.
            return .failure(NoAddress(answer: .refusedForNow(reason: "contact-not-readable")))
        }
    }

    /// Writes what became of a group, again and again until the database has it or the pool is closed.
    ///
    /// - Idempotency: an attempt's answer counts once, so a commit whose answer was lost may be repeated.
    private func settle(_ results: [HandOverResult], in engine: Engine) async {
        guard !results.isEmpty else { return }
        var backOff = BackOff()
        while true {
            do {
                try await engine.perform { unit in
                    let desk = try await NoticeDesk(Set(results.map(\.subscriber)), tools: tools, in: unit)
                    try await desk.apply(results)
                    try desk.close()
                }
                return
            } catch let error as DatabaseError where error.code == .closed {
                engine.logger.error("notices stay uncertain: the process ends without its database", error: error)
                return
            } catch {
                engine.logger.warning("notices could not be settled yet", error: error)
                // A back-off; this task is never cancelled.
                try? await Task.sleep(for: backOff.next())
            }
        }
    }
}

import Metrics

/// Gathers concurrent requests into groups that share one transaction, and gives each its own answer.
///
/// - Isolation: the actor keeps the books; transactions run beside it.
package actor GroupCommitter<Work: GroupWork> {
    private typealias Machine = GroupMachine<Work.Key>

    private struct Open {
        let item: Work.Item
        let continuation: CheckedContinuation<Result<Work.Answer, GroupFailure>, Never>
    }

    private let work: Work
    private let clock = ContinuousClock()
    private let size = Recorder(label: "mpp.intake.group.requests")
    private let halved = Counter(label: "mpp.intake.groups.halved")
    private var machine: Machine
    private var open: [Machine.Ticket: Open] = [:]
    private var errors: [Machine.Ticket: any Error] = [:]
    private var nextTicket: Machine.Ticket = 1

    /// Makes a committer.
    package init(work: Work, limits: GroupMachine<Work.Key>.Limits = .init()) {
        self.work = work
        machine = Machine(limits: limits)
    }

    /// Has a request done, together with what else is there.
    ///
    /// A caller that is cancelled still waits for the answer: the transaction cannot leave a request out any more.
    /// - Throws: `GroupFailure`.
    package func perform(_ item: Work.Item) async throws(GroupFailure) -> Work.Answer {
        let ticket = nextTicket
        nextTicket += 1
        let result = await withCheckedContinuation { continuation in
            open[ticket] = Open(item: item, continuation: continuation)
            take(.arrived(ticket, keys: work.keys(of: item)))
        }
        return try result.get()
    }

    private func take(_ input: Machine.Input) {
        for action in machine.on(input, at: clock.now) {
            switch action {
            case .run(let group):
                run(group)
            case .wake(let time):
                Task {
                    // A cancelled wait is over like any other.
                    try? await clock.sleep(until: time)
                    take(.woke)
                }
            case .refuse(let ticket):
                answer(ticket, .failure(.full))
            case .fail(let ticket):
                answer(ticket, .failure(.server(errors[ticket] ?? CancellationError())))
            case .blame(let ticket):
                answer(ticket, .failure(.request(errors[ticket] ?? CancellationError())))
            }
        }
    }

    private func run(_ group: Machine.Group) {
        size.record(group.tickets.count)
        let items = group.tickets.compactMap { open[$0]?.item }
        Task {
            do {
                let answers = try await work.commit(items)
                guard answers.count == items.count else { throw GroupFault(answers: answers.count, of: items.count) }
                for (ticket, answer) in zip(group.tickets, answers) { self.answer(ticket, .success(answer)) }
                take(.ended(group: group.id, .answered))
            } catch {
                for ticket in group.tickets { errors[ticket] = error }
                let isSpoilt = work.isSpoilt(by: error)
                if isSpoilt, group.tickets.count > 1 { halved.increment() }
                take(.ended(group: group.id, isSpoilt ? .spoilt : .failed))
            }
        }
    }

    private func answer(_ ticket: Machine.Ticket, _ result: Result<Work.Answer, GroupFailure>) {
        errors[ticket] = nil
        open.removeValue(forKey: ticket)?.continuation.resume(returning: result)
    }
}

/// The work of a group did not answer every request: a fault of the program.
private struct GroupFault: Error, CustomStringConvertible {
    let answers: Int
    let of: Int

    var description: String { "a group of \(of) requests got \(answers) answers" }
}

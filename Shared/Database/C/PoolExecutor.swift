/// Lets tasks run on the pool's own thread.
///
/// A task that only talks to the database saves two changes of threads for each statement there. It must not compute for
/// long and must never block: meanwhile the pool serves nobody.
package final class PoolExecutor: TaskExecutor {
    private let mailbox: Mailbox

    /// Hands jobs to the thread that reads this mailbox.
    init(mailbox: Mailbox) { self.mailbox = mailbox }

    /// Leaves a job for the thread; after the pool's end, for a thread of the system.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = PoolJob(job: UnownedJob(job))
        if !mailbox.post(job) { globalConcurrentExecutor.enqueue(ExecutorJob(job.job)) }
    }
}

/// A piece of a task, on its way to the pool's thread.
struct PoolJob: Sendable {
    let job: UnownedJob

    /// Runs the piece on the calling thread.
    func run(on executor: PoolExecutor) {
        unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
    }
}

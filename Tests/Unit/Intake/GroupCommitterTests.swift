import IntakeService
import Synchronization
import Testing

@Suite("Requests that share transactions", .timeLimit(.minutes(1)))
struct GroupCommitterTests {
    private struct Spoilt: Error {}
    private struct Down: Error {}

    /// Squares numbers; -1 spoils a transaction, and while `isDown` none works.
    private final class Squaring: GroupWork {
        let groups = Mutex<[[Int]]>([])
        let isDown = Mutex(false)

        func keys(of item: Int) -> Set<Int> { [item] }

        @concurrent
        func commit(_ items: [Int]) async throws -> [Int] {
            groups.withLock { $0.append(items) }
            // Lets the others arrive meanwhile.
            for _ in 0..<20 { await Task.yield() }
            if isDown.withLock({ $0 }) { throw Down() }
            if items.contains(where: { $0 < 0 }) { throw Spoilt() }
            return items.map { $0 * $0 }
        }

        func isSpoilt(by error: any Error) -> Bool { error is Spoilt }
    }

    @Test func `each gets its own answer, in fewer transactions than there are requests`() async throws {
        let work = Squaring()
        let committer = GroupCommitter(work: work)
        let answers = await withTaskGroup(of: (Int, Int?).self, returning: [Int: Int?].self) { tasks in
            for number in 1...200 {
                // A failure stands as nil and fails the test below.
                tasks.addTask { (number, try? await committer.perform(number)) }
            }
            return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for number in 1...200 { #expect(answers[number] == number * number) }
        #expect(work.groups.withLock(\.count) < 200)
        #expect(work.groups.withLock { $0.flatMap { $0 }.count } == 200)
    }

    @Test func `one bad request never fails its neighbours`() async throws {
        let committer = GroupCommitter(work: Squaring())
        let failed = await withTaskGroup(of: Int?.self, returning: [Int].self) { tasks in
            for number in [1, 2, 3, -1, 4, 5, 6, -2, 7] {
                tasks.addTask {
                    do {
                        _ = try await committer.perform(number)
                        return nil
                    } catch {
                        return number
                    }
                }
            }
            return await tasks.reduce(into: []) { if let number = $1 { $0.append(number) } }
        }
        #expect(Set(failed) == [-1, -2])
    }

    @Test func `a server that cannot fails the requests as its own fault`() async {
        let work = Squaring()
        work.isDown.withLock { $0 = true }
        let committer = GroupCommitter(work: work)
        await #expect {
            _ = try await committer.perform(3)
        } throws: { error in
            if case .server(let inner) = error as? GroupFailure { inner is Down } else { false }
        }
        work.isDown.withLock { $0 = false }
        await #expect(throws: Never.self) { _ = try await committer.perform(3) }
    }
}

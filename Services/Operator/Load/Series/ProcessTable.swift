import Foundation

/// The processes of this machine, read from `/proc`.
struct ProcessTable: Sendable {
    /// Clock ticks in a second.
    static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    /// Bytes in a page.
    static let pageBytes = Double(sysconf(Int32(_SC_PAGESIZE)))

    private let folder: String

    /// Reads from `/proc`, or from a copy of it in a test.
    init(folder: String = "/proc") {
        self.folder = folder
    }

    /// A process's status; nil when there is none.
    func status(of id: Int32) -> ProcessStatus? { text("\(id)/stat").flatMap(ProcessStatus.init) }

    /// A process's memory; nil when there is none.
    func memory(of id: Int32) -> ResidentMemory? { text("\(id)/statm").flatMap(ResidentMemory.init) }

    /// The processes that descend from each of some, those themselves first.
    func families(of ids: Set<Int32>) -> [Int32: [Int32]] {
        var children: [Int32: [Int32]] = [:]
        // Without the folder nobody has children.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let id = Int32(name), let parent = status(of: id)?.parent else { continue }
            children[parent, default: []].append(id)
        }
        var families: [Int32: [Int32]] = [:]
        for id in ids {
            var family = [id]
            var next = 0
            while next < family.count {
                family += (children[family[next]] ?? []).filter { !family.contains($0) }
                next += 1
            }
            families[id] = family
        }
        return families
    }

    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: folder + "/" + path).map { String(decoding: $0, as: UTF8.self) }
    }
}

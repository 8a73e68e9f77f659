import Foundation

/// The processes of a suite that `docker/local` started on this machine.
enum LocalSuiteProcesses {
    /// Finds those that live, by the records in the suite's state folder; empty when there is no such folder.
    ///
    /// - Shape: `run/<name>.pid` for services and agencies, `servers/{postgres,rabbitmq}.pid` for the servers; each holds
    ///   the id and the start in ticks, so that a reused id is not taken for the process.
    static func find(stateFolder: String, table: ProcessTable = ProcessTable()) -> [WatchedProcess] {
        // A folder that is not there holds no processes.
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: stateFolder + "/run")) ?? [])
            .filter { $0.hasSuffix(".pid") }.map { String($0.dropLast(4)) }.sorted()
        let records =
            names.map { ($0, "run/\($0).pid") }
            + [("rabbitmq", "servers/rabbitmq.pid"), ("postgresql", "servers/postgres.pid")]
        return records.compactMap { name, path in
            guard let data = FileManager.default.contents(atPath: stateFolder + "/" + path) else { return nil }
            let fields = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard fields.count == 2, let id = Int32(fields[0]), let start = UInt64(fields[1]),
                table.status(of: id)?.startTicks == start
            else { return nil }
            return WatchedProcess(name: name, id: id)
        }
    }
}

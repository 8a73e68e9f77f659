import Foundation

extension MachineFacts {
    /// What this machine says of itself; what it does not say is empty.
    static func read() -> MachineFacts {
        MachineFacts(
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryBytes: Int64(clamping: ProcessInfo.processInfo.physicalMemory),
            kernel: text("/proc/sys/kernel/ostype") + " " + text("/proc/sys/kernel/osrelease"), cpuModel: model())
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        } ?? ""
    }

    private static func model() -> String {
        let line = text("/proc/cpuinfo").split(whereSeparator: \.isNewline).first { $0.hasPrefix("model name") }
        return line.flatMap { $0.split(separator: ":", maxSplits: 1).last }.map {
            $0.trimmingCharacters(in: .whitespaces)
        } ?? ""
    }
}

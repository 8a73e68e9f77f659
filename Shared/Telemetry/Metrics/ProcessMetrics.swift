package import CoreMetrics
import Foundation

/// What the operating system knows of this process, read when metrics are asked for.
package struct ProcessMetrics: Sendable {
    private let resident: Meter
    private let descriptors: Meter

    /// The gauges in a registry.
    package init(factory: any MetricsFactory) {
        resident = Meter(label: "process.resident_memory_bytes", factory: factory)
        descriptors = Meter(label: "process.open_fds", factory: factory)
        Meter(label: "process.start_time_seconds", factory: factory).set(Date.now.timeIntervalSince1970.rounded())
    }

    /// Reads `/proc/self`; where there is none the gauges stay at 0.
    package func update() {
        // `try?`: a system without /proc has no such figures, which is no fault.
        if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({
                Int64($0)
            })
        {
            resident.set(kibibytes * 1024)
        }
        // `try?`: as above.
        if let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            descriptors.set(Int64(entries.count))
        }
    }
}

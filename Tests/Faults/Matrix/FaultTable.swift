import TestSupport

/// All faults, in the order in which they run.
enum FaultTable {
    /// The whole matrix.
    static let all: [Fault] = undisturbed + crashPoints + kills + broker + database + network + others + losses

    /// What the environment asks for; the short matrix by default.
    static var chosen: [Fault] {
        switch TestEnvironment.value("MPP_TEST_FAULTS") {
        case "whole": all
        case "short", nil: all.filter(\.isShort)
        case .some(let names):
            all.filter { fault in names.split(separator: ",").contains { fault.name.contains($0) } }
        }
    }

    /// No fault at all: what the others are measured against.
    private static let undisturbed: [Fault] = [
        Fault(
            name: "no fault", isShort: true,
            inject: { stage in try await stage.hold(seconds: 5) },
            verify: { stage in
                let sweeps = try await stage.marks().sweeps
                guard sweeps == 0 else {
                    throw Unexpected("the sweeper took up \(sweeps) rows although nothing failed")
                }
            })
    ]
}

/// Something that a fault's own look found.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

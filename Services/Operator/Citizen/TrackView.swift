import Contracts

/// An application's status as lines for people.
struct TrackView: Sendable, Equatable {
    /// The heads of the rows.
    static let columns = ["at", "event", "state"]

    /// The number and the state.
    let head: String
    /// The timeline.
    let rows: [[String]]
    /// What stands under the timeline: deadline, permit, record.
    let facts: [String]

    /// Reads what intake answered; what is missing is left out.
    init(number: String, status: JSONValue) {
        head = "\(number)  \(status["state"]?.string ?? "?")"
        rows = (status["timeline"]?.array ?? []).map { entry in
            let transitions = (entry["transitions"]?.array ?? []).compactMap { $0["to"]?.string }
            return [
                entry["at"]?.string ?? "", entry["type"]?.string ?? "",
                transitions.isEmpty ? entry["state"]?.string ?? "" : transitions.joined(separator: " → "),
            ]
        }
        var facts: [String] = []
        if let deadline = status["deadline"]?["dueAt"]?.string { facts.append("deadline  \(deadline)") }
        if let permit = status["outcome"]?["permitNumber"]?.string { facts.append("permit    \(permit)") }
        if let record = status["record"]?["id"]?.string ?? status["record"]?["recordId"]?.string {
            facts.append("record    \(record)  archived \(status["archivedAt"]?.string ?? "")")
        }
        self.facts = facts
    }
}

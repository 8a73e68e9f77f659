import Contracts

/// An agency's remark in storage.
enum AgencyNote {
    /// What binds a protected remark to its row.
    static func context(_ check: CheckID, _ key: String) -> String { "note/\(check)/\(key)" }
}

package import Contracts

/// A day off (*hari libur*) in one year's official list.
package struct Holiday: Codable, Hashable, Sendable {
    /// The two lists of the joint decree.
    package enum Kind: String, Codable, Sendable {
        /// *Libur nasional*.
        case national
        /// *Cuti bersama*: a day off for civil servants; a unit that serves the public may be told to work.
        case collectiveLeave = "collective-leave"
    }

    /// The day.
    package let date: CivilDate
    /// The list that it stands in.
    package let kind: Kind
    /// What it is called.
    package let name: String

    /// Describes a day off.
    package init(date: CivilDate, kind: Kind, name: String) {
        self.date = date
        self.kind = kind
        self.name = name
    }
}

/// One numbered step of a schema: a script that is run once, in a transaction of its own.
package struct Migration: Sendable, Hashable {
    /// The step's number, counted from 1 without gaps.
    package let number: Int
    /// What the step does, in a few words.
    package let name: String
    /// The script; it must not end or begin transactions.
    package let sql: String

    /// Describes a step.
    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}
